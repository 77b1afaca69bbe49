// A tag that does not care, behind that of gtag.js: it keeps the references that it took when it loaded, and goes on
// sending through every door, on a timer, from a frame of its own and when the page ends. What it sends says in its path
// whether that was given at this moment: `/g/given/fetch`, `/g/taken/fetch`.
(function () {
  'use strict';
  var fetch = window.fetch;
  var Request = window.XMLHttpRequest;
  var open = Request.prototype.open;
  var beacon = navigator.sendBeacon;
  var Picture = window.Image;
  var create = document.createElement;
  var append = Node.prototype.appendChild;
  var insert = Element.prototype.insertAdjacentHTML;
  var head = document.head;
  var HOSTS = {
    'www.google-analytics.com': 'google-analytics',
    'region1.google-analytics.com': 'google-analytics',
    'www.googletagmanager.com': 'google-analytics',
    'googleads.g.doubleclick.net': 'google-ads',
  };
  var quiet = function () {};

  function add(tag, address) {
    var element = create.call(document, tag);
    element.src = address;
    append.call(head, element);
  }
  function ask(address, wait) {
    var request = new Request();
    try {
      open.call(request, 'GET', address, wait);
      request.send();
    } catch (error) { /* a request that waits throws */ }
  }
  var WAYS = {
    fetch: function (address) { fetch(address, { method: 'POST', body: 'x', keepalive: true }).catch(quiet); },
    xhr: function (address) { ask(address, true); },
    'xhr-sync': function (address) { ask(address, false); },
    beacon: function (address) { beacon.call(navigator, address, 'x'); },
    image: function (address) { new Picture().src = address; },
    script: function (address) { add('script', address); },
    frame: function (address) { add('iframe', address); },
    html: function (address) { insert.call(head, 'beforeend', '<img alt="" src="' + address + '">'); },
  };

  function send(way, host, turn) {
    WAYS[way]('https://' + host + '/g/' + (window.optgate.given(HOSTS[host]) ? 'given' : 'taken') + '/' + way + '?' + turn);
  }
  // What is taken away by now, or being taken, is tried in the very same turn too.
  window.__sendAll = function (turn) {
    Object.keys(WAYS).forEach(function (way) {
      Object.keys(HOSTS).forEach(function (host) { send(way, host, turn); });
    });
  };
  window.__stubborn = Object.keys(WAYS);

  document.addEventListener('optgate:change', function () { window.__sendAll('change'); });
  setInterval(function () {
    send('fetch', 'www.google-analytics.com', 'timer');
    send('beacon', 'googleads.g.doubleclick.net', 'timer');
  }, 200);
  window.addEventListener('pagehide', function () {
    ['fetch', 'beacon', 'image'].forEach(function (way) { send(way, 'region1.google-analytics.com', 'pagehide'); });
  });
  add('iframe', 'https://www.googletagmanager.com/g/frame.html');
})();
