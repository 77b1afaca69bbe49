// Stands before the tag on the tests' own pages and keeps what the page hears: the product's events,
// and every error that reaches the window.
window.__heard = [];
window.__errors = [];
['ready', 'change', 'diagnostic'].forEach(function (name) {
  document.addEventListener('optgate:' + name, function (event) {
    window.__heard.push({ name: name, detail: JSON.parse(JSON.stringify(event.detail === undefined ? null : event.detail)) });
  });
});
window.addEventListener('error', function (event) { window.__errors.push(event.message); });
window.addEventListener('unhandledrejection', function (event) { window.__errors.push(String(event.reason)); });
