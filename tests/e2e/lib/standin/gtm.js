// Stands in for a container of Google's (gtm.js), where a consent gate can tell: it reads the data layer once, puts a function
// of its own around `push`, and works off in turn what comes, also from within. A container that runs
// already is not begun again. `window.__gtm_seen` keeps what each has heard.
(function () {
  'use strict';
  var id = new URL(document.currentScript.src).searchParams.get('id');
  var all = (window.__gtm_seen = window.__gtm_seen || {});
  if (all[id]) return;
  var layer = (window.dataLayer = window.dataLayer || []);
  var seen = (all[id] = { events: [], model: {} });
  var queue = [];
  var busy = false;

  function work(entry) {
    if (Object.prototype.toString.call(entry) === '[object Arguments]') {
      if (entry[0] === 'event') entry = { event: entry[1] };
      else return;
    }
    for (var key in entry) if (key !== 'event') seen.model[key] = entry[key];
    if (entry.event && entry.event !== 'gtm.js') seen.events.push(entry.event);
    if (entry.eventCallback) entry.eventCallback(id);
  }

  function go() {
    if (busy) return;
    busy = true;
    while (queue.length) work(queue.shift());
    busy = false;
  }

  var push = layer.push;
  layer.push = function () {
    var entries = [].slice.call(arguments);
    push.apply(layer, entries);
    queue.push.apply(queue, entries);
    while (this.length > 300) this.shift();
    go();
    return true;
  };
  queue.push.apply(queue, layer.slice(0));
  go();
})();
