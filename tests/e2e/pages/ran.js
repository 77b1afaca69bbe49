window.__ran = (window.__ran || 0) + 1;
