// Builds the tag from the form, shows it at work in a page of its own, and offers it for copying.
const LANGUAGES = 'ar bg ca cs da de el en es et fa fi fr ga gl he hr hu is it ja ko lt lv mt nb nl pl pt ro ru sk sl sr sv tr uk vi zh-Hans zh-Hant'.split(' ');
/** What the tag takes as attributes, in the order of the documentation, with the defaults, which need not be written. */
const ATTRIBUTES = { google: '', purposes: '', controller: '', privacy: '', imprint: '', lang: 'auto', domain: '', revision: '1', days: '182', theme: 'auto', position: 'bottom', endpoint: '' };
/** The preview goes without what comes in a module of its own, which a page without an origin may not import, and is on no domain. */
const EXTRA = ['close', 'receipts', 'endpoint', 'domain'];
/** Files that the preview may ask for. */
const FILE = /^optgate\.[A-Za-z-]+\.json$/;

const form = document.forms[0];
const stage = document.getElementById('stage');
const diagnostics = document.getElementById('diagnostics');
const field = (name) => form.elements[name];
const value = (name) => field(name).value.trim();

const escaped = (text) => text.replace(/[&"<]/g, (sign) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;' })[sign]);

/** Providers that are ticked. */
const providers = () => Array.from(form.querySelectorAll('[name^="provider."]:checked'), ({ name }) => name.slice(9));

/** Keys of the JSON block; undefined where none is needed. */
function block(without) {
  const keys = {};
  if (field('media').checked) keys.media = 'banner';
  if (!field('button').checked) keys.button = false;
  for (const name of ['close', 'receipts']) if (field(name).checked && !without.includes(name)) keys[name] = true;
  if (providers().length) keys.providers = providers();
  const texts = {};
  for (const { name, value } of form.elements) {
    if (name.startsWith('text.') && value.trim()) texts[name.slice(5)] = value.trim();
  }
  if (Object.keys(texts).length) keys.texts = { [value('texts')]: texts };
  return Object.keys(keys).length ? keys : undefined;
}

/** Custom properties of the look, as far as they are filled in with what may stand in a declaration. */
function look() {
  const set = ['accent', 'radius'].filter((name) => /^[-#\w.%(), ]+$/.test(value(name)));
  return set.map((name) => `--optgate-${name}: ${value(name)}`).join('; ');
}

/** The lines for the site; `src` is where the tag finds the file, the other files lie beside it. `without`: keys to leave out. */
function snippet(src, without = []) {
  const lines = [];
  const keys = block(without);
  // No text may end the element.
  if (keys) lines.push(`<script type="application/json" data-optgate>\n${JSON.stringify(keys, null, 2).replaceAll('<', '\\u003c')}\n</script>`);
  const files = [providers().length && 'embeds', field('players').checked && 'players'].filter(Boolean);
  for (const file of files) lines.push(`<script src="${escaped(src.replace(/[^/]*$/, `optgate-${file}.js`))}" data-cfasync="false"></script>`);
  const attributes = Object.entries(ATTRIBUTES).filter(([name, usual]) => value(name) && value(name) !== usual && !without.includes(name));
  const tag = ['data-cfasync="false"', ...attributes.map(([name]) => `data-${name}="${escaped(value(name))}"`)];
  lines.push(`<script src="${escaped(src)}" ${tag.join('\n        ')}></script>`);
  if (look()) lines.push(`<style>:root { ${look()} }</style>`);
  return lines.join('\n');
}

/** A page with the tag on it, which takes a look and stores nothing. */
function preview() {
  const lang = value('lang') === 'auto' ? document.documentElement.lang : value('lang');
  const address = (name) => escaped(new URL(name, location.href).href);
  diagnostics.replaceChildren();
  const frame = document.createElement('iframe');
  frame.title = document.getElementById('looks').innerText;
  frame.setAttribute('sandbox', 'allow-scripts');
  // The tag says this of links as well, but a preview may have to make way for the next before that has run: Firefox was seen to look up the host.
  frame.srcdoc = `<!doctype html><html lang="${lang}"><head><meta http-equiv="x-dns-prefetch-control" content="off"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <script src="${address('preview.js')}"></script>${snippet(new URL('optgate.js', location.href).href, EXTRA)}
    <title>Preview</title></head><body style="margin:0 auto;padding:1.5rem;max-width:44rem;font:1rem/1.6 system-ui,sans-serif">
    <h1>${escaped(value('controller'))}</h1>
    <optgate-frame data-provider="youtube" data-video="M7lc1UVf-VE" data-title="Video"><a href="https://www.youtube.com/watch?v=M7lc1UVf-VE">Video</a></optgate-frame>
    <div data-optgate="services"></div></body></html>`;
  stage.replaceChildren(frame);
}

function update() {
  document.getElementById('snippet').value = snippet(value('src') || '/optgate.js');
  document.getElementById('copied').value = '';
  preview();
}

/** The languages, by the names they have here. */
function languages() {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'language' });
  for (const select of [field('lang'), field('texts')]) {
    const chosen = select.value || document.documentElement.lang;
    select.replaceChildren(...(select.name === 'lang' ? [new Option('auto')] : []), ...LANGUAGES.map((tag) => new Option(`${names.of(tag)} (${tag})`, tag)));
    select.value = chosen;
  }
}

function speak(lang) {
  document.documentElement.lang = lang;
  const tongue = document.getElementById('tongue');
  tongue.lang = lang === 'de' ? 'en' : 'de';
  tongue.textContent = lang === 'de' ? 'English' : 'Deutsch';
  languages();
  update();
}

addEventListener('message', async ({ source, data }) => {
  if (source !== stage.firstElementChild?.contentWindow) return;
  if (data.code) {
    const item = document.createElement('li');
    item.textContent = `${data.code}${data.where && `: ${data.where}`}`;
    diagnostics.append(item);
  } else if (FILE.test(data.file)) {
    const reply = await fetch(data.file);
    source.postMessage({ at: data.at, status: reply.status, text: await reply.text() }, '*');
  }
});
form.addEventListener('submit', (event) => event.preventDefault());
let soon;
form.addEventListener('input', () => {
  clearTimeout(soon);
  soon = setTimeout(update, 300);
});
document.getElementById('tongue').addEventListener('click', (event) => speak(event.currentTarget.lang));
document.getElementById('phone').addEventListener('change', (event) => stage.classList.toggle('phone', event.currentTarget.checked));
for (const button of document.querySelectorAll('[data-show]')) {
  button.addEventListener('click', () => {
    if (button.dataset.show === 'banner') preview();
    else stage.firstElementChild.contentWindow.postMessage({ show: 'preferences' }, '*');
  });
}
document.getElementById('copy').addEventListener('click', async () => {
  const text = document.getElementById('snippet');
  text.select();
  // Where the page may not write to the clipboard, the text stands selected.
  await navigator.clipboard?.writeText(text.value).then(() => {
    document.getElementById('copied').value = '✓';
  }, () => {});
});
speak(navigator.language.startsWith('de') ? 'de' : 'en');
