// A small file of its own, put before Optgate's tag where scripts of the page have YouTube's API put their players into empty
// elements: `new YT.Player('film', { videoId })`. Until the API comes its place is taken here, and an iframe that waits stands where the
// API would put its own: a placeholder then, like any other. Once that plays, the API is sent for and takes over. Whether something
// opens is not decided here, nothing is fetched. What `YT` means is said by https://developers.google.com/youtube/iframe_api_reference

const API = 'https://www.youtube.com/iframe_api';

/** How the page asks for the API, held or not. */
const ASKED = 'script[src*="/iframe_api"],script[data-src*="/iframe_api"]';

/** The function of the page's that the API calls when it is there. */
const READY = 'onYouTubeIframeAPIReady';

/** Looks for each player whether it has begun. */
const looks = new Set();

/** The API's own, once it is here. */
let Real;

/** How many elements have got an id here. */
let named = 0;

const later = (work) => setTimeout(work);

/** What has no effect on a player that does not play yet. */
const idle = () => undefined;

/**
 * Stands in for `YT.Player`. Before the press it knows which video to show, and whom to tell; all else it is asked for has no
 * effect. From the press on the API's own player answers.
 */
function Player(target, options = {}) {
  const place = typeof target === 'string' ? document.getElementById(target) : target;
  const { events = {}, host = 'https://www.youtube-nocookie.com', playerVars } = options;
  const listeners = [];
  const isFrame = /^(iframe|optgate-frame)$/.test(place.localName);
  let frame = isFrame && place;
  let playing;
  let real;

  /** A placeholder may have taken the frame's place (box.js), and stands for it. */
  const standing = () => frame?.optgate?.[0] || frame || place;

  /** Puts a frame that waits in the element's place, as the API would put one: with the same id and all other attributes. */
  const show = (video) => {
    const { videoId = video, startSeconds } = Object(video);
    const query = new URLSearchParams({ ...playerVars, ...(startSeconds && { start: Math.floor(startSeconds) }), enablejsapi: 1, origin: location.origin });
    if (isFrame || !(videoId || query.has('list'))) return;
    const fresh = document.createElement('iframe');
    for (const { name, value } of place.attributes) fresh.setAttribute(name, value);
    fresh.id ||= `widget${(named += 1)}`;
    fresh.frameBorder = '0';
    fresh.width = options.width ?? 640;
    fresh.height = options.height ?? 360;
    fresh.dataset.src = `${host}/embed/${videoId ? encodeURIComponent(videoId) : 'videoseries'}?${query}`;
    standing().replaceWith(fresh);
    frame = fresh;
  };

  const own = {
    addEventListener: (...listener) => listeners.push(listener),
    cueVideoById: show,
    loadVideoById: show,
    getIframe: standing,
    destroy() {
      looks.delete(look);
      real?.destroy();
      if (isFrame) standing().remove();
      else standing().replaceWith(place);
    },
  };

  const look = () => {
    const at = standing();
    const player = at.localName === 'optgate-frame' ? at.querySelector(':scope>iframe[src]') : at.matches('optgate-frame>iframe') && at;
    if (!Real || !player || player === playing) return;
    playing = player;
    real = new Real(player, { events });
    for (const listener of listeners) real.addEventListener(...listener);
  };

  looks.add(look);
  show(options.videoId);
  ask();
  look();
  return new Proxy(this, {
    get(object, name) {
      if (real && name in real && name !== 'destroy') return typeof real[name] === 'function' ? real[name].bind(real) : real[name];
      if (Object.hasOwn(own, name)) return own[name];
      // Not a promise, and nothing that the language itself asks for.
      return name in object || name === 'then' || typeof name === 'symbol' ? object[name] : idle;
    },
  });
}

/** Asks for the API, where the page has not: a script that waits, which the press or a consent releases. */
function ask() {
  if (document.querySelector(ASKED)) return;
  const script = document.createElement('script');
  script.type = 'text/plain';
  // What it needs is known by its address: see `reconsider` in doors.js.
  script.dataset.purpose = '?';
  script.dataset.src = API;
  document.head.append(script);
}

/** Scripts of the page's whose load has been told. */
const told = new WeakSet();

/**
 * Tells whoever has asked for the API that it is there: by the load of the script, which is held, and by the page's function,
 * once it has one. It is forgotten then: the API would call it again when it comes.
 */
function tell() {
  const script = document.querySelector(ASKED);
  if (!script) return;
  if (script.dataset.src && script.type !== 'text/plain' && !told.has(script)) {
    told.add(script);
    later(() => script.dispatchEvent(new Event('load')));
  }
  const { [READY]: ready } = window;
  if (typeof ready !== 'function') return;
  window[READY] = undefined;
  later(ready);
}

// A page that has the API already needs no other.
if (!window.YT?.Player) {
  window.YT = {
    loaded: 1,
    PlayerState: { UNSTARTED: -1, ENDED: 0, PLAYING: 1, PAUSED: 2, BUFFERING: 3, CUED: 5 },
    ready: later,
    get Player() {
      return Player;
    },
    set Player(real) {
      Real = real;
      for (const look of looks) look();
    },
  };
  new MutationObserver(() => {
    tell();
    for (const look of looks) look();
  }).observe(document, { childList: true, subtree: true });
  for (const event of ['readystatechange', 'DOMContentLoaded']) document.addEventListener(event, tell);
}
