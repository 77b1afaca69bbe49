// Every way in which a page's script can insert, write, set or request something, by name. Each takes an address of its
// own and leaves what it made in the page, so that it can be released there.
(() => {
  const make = (tag, attributes = {}) => Object.assign(document.createElement(tag), attributes);
  const put = (node) => document.getElementById('doors').appendChild(node);
  const spot = () => put(make('div', { textContent: 'here' }));
  // A picture fetches wherever it is, and may be put into the page long after.
  const putLater = (node) => setTimeout(() => put(node));
  // What stands in a shadow root is released where the root was handed over.
  const shadow = () => {
    const root = spot().attachShadow({ mode: 'open' });
    window.optgate.scan(root);
    return root;
  };
  const parsed = (html) => new DOMParser().parseFromString(html, 'text/html').body.firstElementChild;
  const fragment = (html) => document.createRange().createContextualFragment(html);
  const around = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range;
  };

  // Nodes with a live address that no setter has seen: a script, and a frame inside something else.
  const script = (address) => fragment(`<script src="${address}.js"></script>`).firstChild;
  const deep = (address) => {
    const box = make('div');
    box.append(...fragment(`<p><iframe width="9" height="9" src="${address}.html"></iframe></p>`).childNodes);
    return box;
  };
  const insertions = {
    'append-child': (node) => put(node),
    'insert-before': (node) => put(make('div')).parentNode.insertBefore(node, null),
    'replace-child': (node) => document.getElementById('doors').replaceChild(node, spot()),
    append: (node) => spot().append('text', node),
    prepend: (node) => spot().prepend(node, 'text'),
    before: (node) => spot().before(node),
    after: (node) => spot().after(node),
    'replace-with': (node) => spot().replaceWith(node),
    'replace-children': (node) => spot().replaceChildren(node),
    'text-before': (node) => spot().firstChild.before(node),
    'text-after': (node) => spot().firstChild.after(node),
    'text-replace': (node) => spot().firstChild.replaceWith(node),
    'adjacent-element': (node) => spot().insertAdjacentElement('afterend', node),
    'insert-node': (node) => around(spot()).insertNode(node),
    surround: (node) => around(put(make('div'))).surroundContents(node),
    fragment: (node) => {
      const all = document.createDocumentFragment();
      all.append(node);
      put(all);
    },
    clone: (node) => put(node.cloneNode(true)),
    import: (node) => put(document.importNode(node, true)),
    shadow: (node) => shadow().append(node),
  };

  const image = (address) => `<b>a</b><img alt="" src="${address}.gif">`;
  const writes = {
    'inner-html': (html) => Object.assign(spot(), { innerHTML: html }),
    'outer-html': (html) => Object.assign(spot(), { outerHTML: html }),
    'adjacent-html': (html) => spot().insertAdjacentHTML('beforeend', html),
    'set-html-unsafe': (html) => spot().setHTMLUnsafe(html),
    'shadow-inner-html': (html) => Object.assign(shadow(), { innerHTML: html }),
    'shadow-set-html': (html) => shadow().setHTMLUnsafe(html),
    'detached-html': (html) => putLater(make('div', { innerHTML: html })),
    'contextual-fragment': (html) => putLater(fragment(html)),
    'template-clone': (html) => putLater(make('template', { innerHTML: html }).content.cloneNode(true)),
    'template-import': (html) => putLater(document.importNode(make('template', { innerHTML: html }).content, true)),
    'parsed-append': (html) => put(parsed(`<div>${html}</div>`)),
    'parsed-import': (html) => putLater(document.importNode(parsed(`<div>${html}</div>`), true)),
    'parsed-adopt': (html) => putLater(document.adoptNode(parsed(`<div>${html}</div>`))),
    'parsed-template': (html) =>
      putLater(document.importNode(parsed(`<div><template>${html}</template></div>`).firstChild.content, true)),
  };
  const markup = {
    '': image,
    '-frame': (address) => `<p><iframe width=9 height=9 title='>' SRC=${address}.html></iframe>`,
    '-set': (address) => `<picture><source srcset='${address}.gif 1x, /-/none.gif 9x'\n><img alt=""></picture>`,
  };

  // What a script can set, on an element that stands in the page already.
  const kinds = {
    'script src': '.js',
    'iframe src': '.html',
    'iframe srcdoc': '.js',
    'img src': '.gif',
    'img srcset': '.gif',
    'source src': '.webm',
    'source srcset': '.gif',
    'video src': '.webm',
    'video poster': '.gif',
    'audio src': '.webm',
    'track src': '.vtt',
    'embed src': '.html',
    'object data': '.html',
    'link href': '.css',
    'input src': '.gif',
  };
  const place = (tag, name) => {
    const element = make(tag, { className: 'door' });
    if (tag === 'source') put(make(name === 'src' ? 'video' : 'picture', { preload: 'auto' })).append(element);
    else if (tag === 'track') put(make('video', { crossOrigin: 'anonymous' })).append(element);
    else put(element);
    if (name === 'srcset' && tag === 'source') element.after(make('img', { alt: '' }));
    if (tag === 'link') element.rel = 'stylesheet';
    if (tag === 'input') element.type = 'image';
    if (tag === 'video' || tag === 'audio') element.preload = 'auto';
    if (tag === 'track') element.track.mode = 'hidden';
    return element;
  };
  const worth = (name, address) =>
    ({ srcset: `${address} 1x`, srcdoc: `<!doctype html><script src="${address}"></script>` })[name] ?? address;
  const attribute = (name, value) => Object.assign(document.createAttribute(name), { value });
  const sets = {
    property: (element, name, value) => Object.assign(element, { [name]: value }),
    attribute: (element, name, value) => element.setAttribute(name, value),
    'attribute-ns': (element, name, value) => element.setAttributeNS(null, name, value),
    'attribute-node': (element, name, value) => element.setAttributeNode(attribute(name, value)),
    'attribute-node-ns': (element, name, value) => element.setAttributeNodeNS(attribute(name, value)),
  };

  const answer = async (work) => {
    try {
      return String(await work());
    } catch (error) {
      return error.name;
    }
  };
  const asks = (address, type = String) =>
    new Promise((done) => {
      const request = new XMLHttpRequest();
      for (const name of ['load', 'error']) request.addEventListener(name, () => done(name));
      request.open('GET', type(address));
      request.send();
    });
  const waits = (address) => {
    const request = new XMLHttpRequest();
    request.open('GET', address, false);
    request.send();
    return 'load';
  };
  const url = (address) => new URL(address);
  const requests = {
    'fetch-text': (address) => fetch(address).then(({ ok }) => ok),
    'fetch-url': (address) => window.fetch(url(address)).then(({ ok }) => ok),
    'fetch-request': (address) => fetch(new Request(address, { cache: 'no-store' })).then(({ ok }) => ok),
    'fetch-keepalive': (address) => self.fetch(address, { method: 'POST', body: 'x', keepalive: true }).then(({ ok }) => ok),
    'xhr-async': (address) => asks(address),
    'xhr-url': (address) => asks(address, url),
    'xhr-sync': (address) => waits(address),
    'beacon-text': (address) => navigator.sendBeacon(address, 'x'),
    'beacon-url': (address) => navigator.sendBeacon(url(address), 'x'),
  };

  const doors = {};
  const add = (group, name, work) => {
    (doors[group] ??= {})[name] = work;
  };
  for (const [name, work] of Object.entries(insertions)) {
    add('insert', name, (address) => work(script(address)));
    // What surrounds something loses what was in it before.
    if (name !== 'surround') add('insert', `${name}-deep`, (address) => work(deep(address)));
  }
  for (const [name, work] of Object.entries(writes)) {
    for (const [kind, html] of Object.entries(markup)) add('write', `${name}${kind}`, (address) => work(html(address)));
  }
  for (const [kind, end] of Object.entries(kinds)) {
    const [tag, name] = kind.split(' ');
    for (const way of ['property', 'attribute']) {
      add('set', `${tag}-${name}-${way}`, (address) => sets[way](place(tag, name), name, worth(name, address + end)));
    }
  }
  for (const way of ['attribute-ns', 'attribute-node', 'attribute-node-ns']) {
    add('set', `img-src-${way}`, (address) => sets[way](place('img', 'src'), 'src', `${address}.gif`));
  }
  add('set', 'new-image', (address) => put(Object.assign(new Image(), { alt: '', src: `${address}.gif` })));
  add('set', 'new-audio', (address) => {
    putLater(new Audio(`${address}.webm`));
  });
  for (const [name, work] of Object.entries(requests)) add('request', name, (address) => work(`${address}.js`));

  /** The names of the doors of these groups. */
  window.__doorNames = (groups) => groups.flatMap((group) => Object.keys(doors[group]));

  /**
   * Goes through every door of these groups, to a host of the door's own under `domain` and a path that begins so; gives
   * what each answered.
   */
  window.__goThrough = async (groups, domain, path) => {
    const told = {};
    for (const group of groups) {
      for (const [name, work] of Object.entries(doors[group])) {
        told[name] = await answer(() => {
          const value = work(`https://${name}.${domain}${path}`);
          return group === 'request' ? value : undefined;
        });
      }
    }
    return told;
  };
})();
