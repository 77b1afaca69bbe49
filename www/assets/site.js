// Links between the company's sites carry no port in the page; a demo server seldom listens on port 80.
for (const link of document.querySelectorAll('a[href^="//"]')) {
  if (location.port) link.port = location.port;
}
