// The preview has an origin of its own, so that an answer given in it is stored nowhere. Such a page may fetch nothing;
// the page around hands it the files of Optgate, hears its diagnostics and opens its preferences.
(() => {
  const waiting = [];
  const tell = (message) => parent.postMessage(message, '*');
  window.fetch = (address) => new Promise((resolve) => {
    tell({ file: String(address).split('/').pop(), at: waiting.push(resolve) - 1 });
  });
  addEventListener('message', ({ source, data }) => {
    if (source !== parent) return;
    if ('at' in data) waiting[data.at](new Response(data.text, { status: data.status }));
    if (data.show) window.optgate.preferences();
  });
  document.addEventListener('optgate:diagnostic', ({ detail: { code, where } }) => tell({ code, where }));
})();
