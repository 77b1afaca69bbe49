// Stands in for what YouTube's iframe_api brings (iframe_api.js), and behaves as that does where a consent gate can tell: `YT.Player`
// takes the iframe that it is given, or puts one in the place of any other element, under its id; then it is ready, once the player has loaded.
(function () {
  'use strict';
  var none = function () { return 0; };

  function Player(target, options) {
    if (!target) throw new Error('YouTube player element ID required.');
    var element = typeof target === 'string' ? document.getElementById(target) : target;
    var settings = options || {};
    var frame = element;
    if (element.localName !== 'iframe') {
      frame = document.createElement('iframe');
      var query = new URLSearchParams(settings.playerVars);
      query.set('enablejsapi', 1);
      for (var i = 0; i < element.attributes.length; i += 1) frame.setAttribute(element.attributes[i].name, element.attributes[i].value);
      frame.src = (settings.host || 'https://www.youtube.com') + '/embed/' + (settings.videoId || '') + '?' + query;
      element.replaceWith(frame);
    }
    var self = this;
    var told = false;
    var ready = function () {
      if (told) return;
      told = true;
      if (settings.events && settings.events.onReady) settings.events.onReady({ target: self, data: null });
    };
    this.getIframe = function () { return frame; };
    this.destroy = function () { frame.remove(); };
    this.addEventListener = none;
    frame.addEventListener('load', ready, { once: true });
    // Of one that stood there already it is not known whether it has loaded.
    if (frame === element) setTimeout(ready);
  }
  Player.prototype.getAvailablePlaybackRates = function () { return [0.5, 1, 2]; };
  Player.prototype.getOptions = function () { return []; };
  Player.prototype.getVideoData = function () { return {}; };
  'playVideo pauseVideo stopVideo seekTo mute unMute isMuted setVolume getVolume getDuration getCurrentTime getPlaybackRate setPlaybackRate getPlayerState getVideoLoadedFraction getVideoUrl setSize loadVideoById cueVideoById getOption setOption'
    .split(' ').forEach(function (name) { Player.prototype[name] = none; });

  window.YT.Player = Player;
  window.YT.PlayerState = { UNSTARTED: -1, ENDED: 0, PLAYING: 1, PAUSED: 2, BUFFERING: 3, CUED: 5 };
  window.onYTReady();
  if (window.onYouTubeIframeAPIReady) window.onYouTubeIframeAPIReady();
})();
