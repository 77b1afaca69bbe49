// A small file of its own, put between the settings and Optgate's tag by sites that embed more than YouTube's videos, or
// have pictures for them: `providers` and `posters` of the JSON block. The engine knows services and their hosts; here a
// provider becomes such a service, with a name, a link and the form of its address. Whether something opens is not decided
// here. Nothing is fetched.

/** Providers that need no more than their id. `query` is added to the address of each frame. */
const BUILT_IN = {
  vimeo: {
    name: 'Vimeo',
    provider: 'Vimeo.com, Inc., 330 West 34th Street, New York, USA',
    hosts: 'player.vimeo.com',
    privacy: 'https://vimeo.com/privacy',
    address: 'https://player.vimeo.com/video/{id}',
    query: 'dnt=1',
  },
  'google-maps': {
    name: 'Google Maps',
    provider: 'Google Ireland Limited, Gordon House, Barrow Street, Dublin 4',
    hosts: 'google.com/maps maps.google.com google.de/maps maps.google.de google.at/maps google.ch/maps',
    privacy: 'https://policies.google.com/privacy',
  },
  openstreetmap: {
    name: 'OpenStreetMap',
    provider: 'OpenStreetMap Foundation, Cambridge, United Kingdom',
    hosts: 'openstreetmap.org',
    privacy: 'https://osmfoundation.org/wiki/Privacy_Policy',
  },
};

/** Keys of a provider that are not those of a service. */
const OWN = ['address', 'query', 'always'];

/** What the switch in a placeholder says. In other languages it is in the preferences alone, unless the site has words. */
const ALWAYS = { de: 'Inhalte von {name} immer laden (widerrufbar)', en: 'Always load content from {name} (can be withdrawn)' };

let providers = [];
let posters = '';

/** Moves what this file knows out of the settings, before the tag reads them. */
function take() {
  const element = document.querySelector('script[type="application/json"][data-optgate]');
  const block = JSON.parse(element.textContent);
  if (typeof block.posters === 'string') {
    ({ posters } = block);
    delete block.posters;
  }
  if (Array.isArray(block.providers)) {
    const { services: listed = [] } = block;
    providers = block.providers
      .map((entry) => (typeof entry === 'string' ? { id: entry } : entry))
      .map((entry) => ({ purpose: 'media', ...(Object.hasOwn(BUILT_IN, entry.id) && BUILT_IN[entry.id]), ...entry }));
    for (const { id, hosts } of providers) if (!hosts) console.warn(`optgate-embeds: providers: ${id} has no hosts`);
    const services = providers.map((entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => !OWN.includes(key))));
    // A text is a list, too.
    block.services = [].concat(listed.split?.(/[\s,]+/) ?? listed, services).filter(Boolean);
    delete block.providers;
  }
  element.normalize();
  element.firstChild.data = JSON.stringify(block);
}

/** Whose address is this? The rule for hosts is the engine's: a host and all below it, and what its path begins with. */
function providerOf(address) {
  let url;
  try {
    url = new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
  return providers.find(({ hosts }) => `${hosts}`.split(/[\s,]+/).some((entry) => {
    const [host, ...path] = entry.split('/');
    return host && `.${url.hostname}`.endsWith(`.${host}`) && url.pathname.startsWith(path.length ? `/${path.join('/')}` : '');
  }));
}

/** Completes a frame that waits, before the engine looks at it. */
function complete(frame) {
  const { dataset } = frame;
  const named = providers.find(({ id }) => id === dataset.provider);
  if (named?.address && dataset.video && !dataset.src) dataset.src = named.address.replace('{id}', encodeURIComponent(dataset.video));
  const provider = dataset.src && providerOf(dataset.src);
  if (provider) {
    dataset.service ??= provider.id;
    if (frame.localName === 'iframe') dataset.purpose ??= provider.purpose;
    const url = new URL(dataset.src, document.baseURI);
    for (const [name, value] of new URLSearchParams(provider.query)) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    if (provider.query) dataset.src = url.href;
  }
  if (posters && dataset.video && !dataset.poster && frame.localName === 'optgate-frame') {
    dataset.poster = posters.replace('{id}', encodeURIComponent(dataset.video));
  }
}

/** Adds to a placeholder who the provider is, and the switch that gives his service. */
function dress(player) {
  const provider = providers.find(({ id }) => id === player.parentNode?.dataset.service);
  const [notice, more] = player.querySelectorAll('p');
  if (!provider || !more || player.dataset.optgateDressed) return;
  // A placeholder that the page moves comes again.
  player.dataset.optgateDressed = provider.id;
  const { name = provider.id, privacy, always = ALWAYS[player.lang.slice(0, 2)] } = provider;
  if (/^https?:\/\//i.test(privacy)) {
    const link = Object.assign(document.createElement('a'), { href: privacy, rel: 'noreferrer' });
    link.append(`${name}: ${privacy.replace(/^https?:\/\//i, '')}`);
    notice.append(' ', link);
  }
  if (!always) return;
  const label = document.createElement('label');
  const box = Object.assign(document.createElement('input'), { type: 'checkbox' });
  box.dataset.optgate = 'always';
  label.append(box, always.replace('{name}', name));
  more.prepend(label);
}

function meet(node) {
  if (node.matches('optgate-frame,iframe[data-src]')) complete(node);
  else if (node.matches('.optgate-player')) dress(node);
}

function seen(records) {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) {
      if (node.nodeType !== 1) continue;
      meet(node);
      node.querySelectorAll('optgate-frame,iframe[data-src],.optgate-player').forEach(meet);
    }
  }
}

try {
  take();
  // Observer and listener are older than the engine's, and so hear of everything first.
  const observer = new MutationObserver(seen);
  observer.observe(document, { childList: true, subtree: true });
  document.addEventListener('readystatechange', () => seen(observer.takeRecords()), { once: true });
} catch (error) {
  console.warn(`optgate-embeds: ${error.message}`);
}
