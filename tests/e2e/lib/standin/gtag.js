// Stands in for Google's gtag.js and behaves as that does where a consent gate can tell: it works
// off the data layer in order, heeds `ga-disable-<ID>` and consent mode before each hit, sets its
// cookies on the widest domain that the browser takes, and goes on listening to the data layer.
// `window.__gtag_seen` keeps what the page had told it at the moment it loaded.
(function () {
  'use strict';
  var address = new URL(document.currentScript.src);
  var layer = (window.dataLayer = window.dataLayer || []);
  var plain = function (entry) {
    return Array.prototype.map.call(entry, function (value) {
      return value instanceof Date ? 'a date' : value;
    });
  };
  // As with the real one, only an `arguments` object is a command; an array on the layer is not.
  var isCommand = function (entry) {
    return Object.prototype.toString.call(entry) === '[object Arguments]';
  };
  var flags = {};
  Object.keys(window).forEach(function (name) {
    if (name.indexOf('ga-disable') === 0) flags[name] = window[name];
  });
  var seen = {
    loads: ((window.__gtag_seen || {}).loads || 0) + 1,
    id: address.searchParams.get('id'),
    flags: flags,
    layer: Array.prototype.map.call(layer, function (entry) {
      return isCommand(entry) ? plain(entry) : { 'not a command': JSON.stringify(entry) };
    }),
    later: [],
  };
  window.__gtag_seen = seen;
  if (seen.loads > 1) return;

  var consent = {};
  var configured = [];
  var widest = null;

  // In a sandboxed page `document.cookie` throws; the real script goes on without cookies.
  function store(name, value, settings) {
    try {
      assign(name, value, settings);
    } catch (error) {
      seen.cookieless = String(error);
    }
  }

  function assign(name, value, settings) {
    var life = settings.cookie_expires === undefined ? 63072000 : settings.cookie_expires;
    var text = name + '=' + value + '; path=/; max-age=' + life + (settings.cookie_flags ? '; ' + settings.cookie_flags : '');
    var labels = location.hostname.split('.');
    for (var i = labels.length - 1; i >= 0 && widest === null; i -= 1) {
      var domain = labels.slice(i).join('.');
      document.cookie = '_ga_probe=1; path=/; domain=' + domain;
      if (document.cookie.indexOf('_ga_probe=1') >= 0) {
        document.cookie = '_ga_probe=; path=/; max-age=0; domain=' + domain;
        widest = domain;
      }
    }
    document.cookie = text + (widest ? '; domain=' + widest : '');
  }

  function has(name) {
    try {
      return new RegExp('(^|; )' + name + '=').test(document.cookie);
    } catch (error) {
      return false;
    }
  }

  function send(url) {
    if (!navigator.sendBeacon || !navigator.sendBeacon(url)) new Image().src = url;
  }

  function hit(id, settings, name) {
    if (window['ga-disable-' + id] === true) return;
    if (id.indexOf('AW-') === 0) {
      if (consent.ad_storage === 'granted') store('_gcl_au', '1.1.1.1', settings);
      send('https://googleads.g.doubleclick.net/pagead/viewthroughconversion/' + id.slice(3) + '/?en=' + name);
      return;
    }
    var granted = consent.analytics_storage !== 'denied';
    if (granted) {
      if (!has('_ga')) store('_ga', 'GA1.1.1234567890.1700000000', settings);
      store('_ga_' + id.slice(2), 'GS1.1.1', settings);
    }
    send('https://www.google-analytics.com/g/collect?v=2&tid=' + id + '&en=' + name + '&gcs=G1' + (consent.ad_storage === 'granted' ? 1 : 0) + (granted ? 1 : 0));
  }

  function work(entry) {
    var command = entry[0];
    if (command === 'consent') {
      for (var key in entry[2]) consent[key] = entry[2][key];
    } else if (command === 'config') {
      var settings = entry[2] || {};
      configured = configured.filter(function (pair) { return pair[0] !== entry[1]; });
      configured.push([entry[1], settings]);
      if (settings.send_page_view !== false) hit(entry[1], settings, 'page_view');
    } else if (command === 'event') {
      configured.forEach(function (pair) { hit(pair[0], pair[1], entry[1]); });
    }
  }

  Array.prototype.forEach.call(layer, function (entry) { if (isCommand(entry)) work(entry); });
  var push = layer.push;
  layer.push = function () {
    Array.prototype.forEach.call(arguments, function (entry) {
      if (!isCommand(entry)) return;
      seen.later.push(plain(entry));
      work(entry);
    });
    return push.apply(layer, arguments);
  };
})();
