// Builds the tests' own pages: a small German page with the tag first in its head, each part replaceable.

/** The Google id of the tests' own pages. */
export const GOOGLE = 'G-TEST12345';

/** The members of `window.optgate`, as the README lists them. */
export const MEMBERS = ['give', 'given', 'preferences', 'ready', 'receipt', 'refuse', 'scan', 'status', 'version', 'withdraw'];

/** The id of the first video on `BODY`; each id has eleven characters, as real ones have. */
export const FIRST = 'firstvideo1';
export const SECOND = 'secondvide2';

/** Two videos in the recommended markup. */
export const VIDEOS = `
<optgate-frame data-provider="youtube" data-video="${FIRST}" data-title="Der erste Film" data-start="42"
  data-params="rel=0&amp;cc_lang_pref=de"><a href="https://www.youtube.com/watch?v=${FIRST}">Der erste Film</a></optgate-frame>
<optgate-frame data-provider="youtube" data-video="${SECOND}" data-title="Der zweite Film"><a
  href="https://www.youtube.com/watch?v=${SECOND}">Der zweite Film</a></optgate-frame>`;

/** Content that the gate holds, and a link of each kind that a site would have. */
export const BODY = `<h1>Muster GmbH</h1><p id="text">Text der Seite.</p>
<script type="text/plain" data-purpose="analytics">window.__analytics_ran = (window.__analytics_ran || 0) + 1;</script>
<script type="text/plain" data-purpose="marketing">window.__marketing_ran = true;</script>
<p><button id="take-back" type="button" data-optgate="withdraw">Einwilligung widerrufen</button>
<a id="take-back-link" href="#optgate-withdraw">Widerrufen</a></p>
${VIDEOS}
<p id="end">Ende der Seite.</p>`;

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The tag with its usual attributes; `attributes` replace them, `false` leaves one out, `true` is a bare one. */
export function tag(attributes = {}) {
  return script({
    src: '/optgate.js',
    'data-cfasync': 'false',
    'data-google': GOOGLE,
    'data-privacy': '/datenschutz',
    'data-imprint': '/impressum',
    'data-controller': 'Muster GmbH',
    ...attributes,
  });
}

function script(attributes) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escape(value)}"`));
  return `<script${written.join('')}></script>`;
}

/** The JSON block, from a value or, for broken ones, a text. */
export function block(value) {
  return `<script type="application/json" data-optgate>${typeof value === 'string' ? value : JSON.stringify(value)}</script>`;
}

/**
 * A page. `prelude`: JavaScript that runs before the tag; `migrate`: attributes of the tag that carries other tools'
 * answers over, where there is one; `embeds`: whether the file for other providers stands before it, `players`: and the one for players
 * that scripts make; `attributes`: those of the tag; `config`: the JSON block before it; `head`, `body`: markup after it; `html`:
 * the whole text instead of all these; `headers`, `cookies`, `delay` in milliseconds: of the answer.
 */
export function page({
  prelude = '',
  migrate,
  embeds = false,
  players = false,
  attributes = {},
  config,
  head = '',
  body = BODY,
  lang = 'de',
  html,
  headers,
  cookies,
  delay,
} = {}) {
  const before = prelude ? `<script>${prelude}</script>` : '';
  const earlier = migrate ? script({ src: '/optgate-migrate.js', ...migrate }) : '';
  const settings = config === undefined ? '' : block(config);
  const extra = [embeds && '/optgate-embeds.js', players && '/optgate-players.js'].map((src) => (src ? script({ src }) : '')).join('');
  return {
    headers,
    cookies,
    delay,
    html:
      html ??
      `<!doctype html>
<html lang="${lang}">
<head><script src="/-/listen.js"></script>${before}${settings}${earlier}${extra}${tag(attributes)}
<meta charset="utf-8"><title>Testseite</title><link rel="icon" href="data:,">${head}</head>
<body>${body}</body>
</html>`,
  };
}

/** A prelude: the browser sends the Global Privacy Control signal. */
export const GPC =
  "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true, configurable: true });";

/**
 * A prelude: the second for which the product waits for a file of its own, and no longer, does not pass. What it does once that is over
 * is told in `languages.mjs`; everywhere else a file may take as long as a busy machine wants.
 */
export const PATIENT = `(function (real) {
  window.setTimeout = function (work, wait) { return wait === 1000 ? 0 : real.apply(window, arguments); };
})(window.setTimeout);`;

/** For the head: nothing is painted before the element `end` is there, so that no frame falls in between. Chromium alone knows it. */
export const WHOLE = '<link rel="expect" href="#end" blocking="render">';

/** A prelude: the page's clock is `days` behind (negative) or ahead; `__wind(days)` puts it forward. */
export const clock = (days) => `(function (shift) {
  var Real = Date;
  function Shifted() { return arguments.length ? Reflect.construct(Real, arguments, new.target || Real) : new Real(Real.now() + shift); }
  Shifted.prototype = Real.prototype;
  Shifted.now = function () { return Real.now() + shift; };
  Shifted.parse = Real.parse;
  Shifted.UTC = Real.UTC;
  window.Date = Shifted;
  window.__wind = function (more) { shift += more * 86400000; };
})(${days} * 86400000);`;
