// Stands in for YouTube's iframe_api: it only puts another script on the page, from the same host, which brings the players.
(function () {
  'use strict';
  if (!window.YT) window.YT = { loading: 0, loaded: 0 };
  if (window.YT.loading) return;
  window.YT.loading = 1;
  var waiting = [];
  window.YT.ready = function (call) {
    if (window.YT.loaded) call();
    else waiting.push(call);
  };
  window.onYTReady = function () {
    window.YT.loaded = 1;
    waiting.forEach(function (call) { call(); });
  };
  var script = document.createElement('script');
  script.src = 'https://www.youtube.com/s/player/00000000/www-widgetapi.vflset/www-widgetapi.js';
  script.async = true;
  var first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(script, first);
})();
