// The functions and setters that the gate guards: what they look like, and what they do where nobody is to be held.
(() => {
  const LIST = `Node appendChild insertBefore replaceChild
Element before after replaceWith append prepend replaceChildren insertAdjacentElement insertAdjacentHTML innerHTML outerHTML setHTML setHTMLUnsafe setAttribute setAttributeNS setAttributeNode setAttributeNodeNS
CharacterData before after replaceWith
DocumentType before after replaceWith
Document append prepend replaceChildren importNode adoptNode write writeln
DocumentFragment append prepend replaceChildren
Range insertNode surroundContents createContextualFragment
ShadowRoot innerHTML setHTML setHTMLUnsafe
HTMLScriptElement src
HTMLIFrameElement src srcdoc
HTMLImageElement src srcset
HTMLSourceElement src srcset
HTMLMediaElement src
HTMLVideoElement poster
HTMLTrackElement src
HTMLEmbedElement src
HTMLObjectElement data
HTMLInputElement src
HTMLLinkElement href
XMLHttpRequest open
Navigator sendBeacon
window fetch Audio`;

  /** `{"Node.appendChild": {text, name, length, …}}` as a window has them. */
  const looks = (view) => {
    const all = {};
    for (const line of LIST.split('\n')) {
      const [owner, ...names] = line.split(' ');
      for (const name of names) {
        const found = Object.getOwnPropertyDescriptor(owner === 'window' ? view : view[owner].prototype, name);
        if (!found) continue;
        const { value, set, get, ...flags } = found;
        const guarded = value ?? set;
        all[`${owner}.${name}`] = {
          ...flags,
          text: view.Function.prototype.toString.call(guarded),
          name: guarded.name,
          length: guarded.length,
          getter: get?.name,
          own: Object.getOwnPropertyNames(guarded).sort().join(' '),
        };
      }
    }
    return all;
  };

  /** What a page might do with them, right or wrong; each gets a window. */
  const deeds = {
    'append a node': ({ document }) => document.body.appendChild(document.createElement('b')).localName,
    'append nothing': ({ document }) => document.body.appendChild(),
    'append text': ({ document }) => document.body.appendChild('text'),
    'append to nobody': ({ Node, document }) => Node.prototype.appendChild.call({}, document.createElement('b')),
    'append to itself': ({ document }) => document.body.appendChild(document.body),
    'insert with one argument': ({ document }) => document.body.insertBefore(document.createElement('b')),
    'insert at the end': ({ document }) => document.body.insertBefore(document.createElement('i'), null).localName,
    replace({ document }) {
      const old = document.body.appendChild(document.createElement('u'));
      return document.body.replaceChild(document.createElement('b'), old).localName;
    },
    'append many': ({ document }) => {
      const box = document.createElement('div');
      return [box.append('a', document.createElement('b'), 5, null), box.innerHTML];
    },
    'adjacent nowhere': ({ document }) => document.body.insertAdjacentElement('nowhere', document.createElement('b')),
    'adjacent to nobody': ({ document }) =>
      document.createElement('b').insertAdjacentElement('beforebegin', document.createElement('b')),
    'adjacent HTML': ({ document }) => {
      const box = document.createElement('div');
      return [box.insertAdjacentHTML('afterbegin', '<b>x</b>'), box.innerHTML];
    },
    'HTML of nothing': ({ document }) => Object.assign(document.createElement('div'), { innerHTML: null }).innerHTML,
    'HTML of a number': ({ document }) => Object.assign(document.createElement('div'), { innerHTML: 5 }).innerHTML,
    'HTML inside a script': ({ document }) =>
      ['script', 'style', 'textarea', 'title'].map((name) => {
        const innerHTML = 'write("<iframe src=\'https://www.youtube.com/embed/MusterFilm1\'>")';
        return Object.assign(document.createElement(name), { innerHTML }).textContent;
      }),
    'HTML without a parent': ({ document }) => {
      document.documentElement.outerHTML = '<b></b>';
    },
    'a fragment': ({ document }) => document.createRange().createContextualFragment('<b>x</b>').childNodes.length,
    'a fragment of nothing': ({ document }) => document.createRange().createContextualFragment(),
    'adjacent HTML of nothing': ({ document }) => document.body.insertAdjacentHTML('beforeend'),
    'import a document': ({ document }) => document.importNode(document),
    'import deeply': ({ document }) => document.importNode(document.body, true) === document.body,
    'an attribute with a bad name': ({ document }) => document.body.setAttribute('', 'x'),
    'an attribute without a value': ({ document }) => document.createElement('img').setAttribute('src'),
    'an attribute in capitals': ({ document }) => {
      const image = document.createElement('img');
      return [image.setAttribute('SRCSET', '/-/none.gif 1x'), image.outerHTML];
    },
    'an attribute of a custom element': ({ document }) => {
      const player = document.createElement('muster-player');
      player.setAttribute('src', 'https://www.youtube.com/embed/MusterFilm1');
      document.body.append(player);
      return player.outerHTML;
    },
    'an attribute of a name space': ({ document }) => {
      const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
      return [use.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '#a'), use.outerHTML];
    },
    'a node of an attribute': ({ document }) => {
      const image = document.createElement('img');
      const node = (value) => Object.assign(document.createAttribute('alt'), { value });
      return [image.setAttributeNode(node('a')), image.setAttributeNode(node('b')).value];
    },
    'a node that is none': ({ document }) => document.body.setAttributeNode('src'),
    'an address': ({ document }) => Object.assign(document.createElement('iframe'), { src: '/-/empty.html' }).src,
    'an address that is none': ({ document }) => Object.assign(document.createElement('iframe'), { src: 'http://[' }).src,
    'an address of an object': ({ document }) =>
      Object.assign(document.createElement('link'), { href: { toString: () => '/a' } }).href,
    'an address that throws': ({ document, RangeError }) =>
      Object.assign(document.createElement('link'), {
        href: {
          toString() {
            throw new RangeError('its own');
          },
        },
      }),
    'a symbol as address': ({ document, Symbol }) => Object.assign(document.createElement('link'), { href: Symbol('x') }),
    'an address of nobody': ({ HTMLScriptElement }) =>
      Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src').set.call({}, '/a'),
    'write into another document': ({ document }) => {
      const { contentDocument: other } = document.body.appendChild(document.createElement('iframe'));
      return [document.write.call(other, '<p>', 1, null), document.writeln.call(other, 'x'), other.body.innerHTML];
    },
    'write from nobody': ({ Document }) => Document.prototype.write.call({}, 'x'),
    'a sound': ({ Audio, HTMLAudioElement }) => {
      const sound = new Audio('/-/none.wav');
      return [sound instanceof HTMLAudioElement, sound.src, sound.preload, new Audio().hasAttribute('src')];
    },
    'a sound without new': ({ Audio }) => Audio('/-/none.wav'),
    fetch: ({ fetch }) => fetch('/-/marker').then((reply) => reply.text()),
    'fetch of a Request': ({ fetch, Request }) =>
      fetch(new Request('/-/marker', { method: 'POST', body: 'x' })).then((reply) => reply.text()),
    'fetch nothing': ({ fetch }) => fetch(),
    'fetch from nobody': (view) => view.fetch.call({}, '/-/marker'),
    'fetch no address': ({ fetch }) => fetch('http://['),
    'fetch with a bad option': ({ fetch }) => fetch('/-/marker', { method: 'a b' }),
    'open nothing': ({ XMLHttpRequest }) => new XMLHttpRequest().open(),
    'open with one argument': ({ XMLHttpRequest }) => new XMLHttpRequest().open('GET'),
    'open from nobody': ({ XMLHttpRequest }) => XMLHttpRequest.prototype.open.call({}, 'GET', '/a'),
    'open no address': ({ XMLHttpRequest }) => new XMLHttpRequest().open('GET', 'http://['),
    'open and wait': ({ XMLHttpRequest }) => {
      const request = new XMLHttpRequest();
      const answer = request.open('GET', '/-/marker', false);
      request.send();
      return [answer, request.responseText, new URL(request.responseURL).pathname];
    },
    'open and go on': ({ XMLHttpRequest, Promise }) =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        request.onload = () => done([request.status, request.responseText]);
        request.open('GET', '/-/marker');
        request.send();
      }),
    beacon: ({ navigator }) => navigator.sendBeacon('/-/marker', 'x'),
    'beacon nothing': ({ navigator }) => navigator.sendBeacon(),
    'beacon from nobody': ({ Navigator }) => Navigator.prototype.sendBeacon.call({}, '/a'),
    'beacon no address': ({ navigator }) => navigator.sendBeacon('http://['),
  };

  const told = async (view) => {
    const all = {};
    for (const [name, deed] of Object.entries(deeds)) {
      try {
        all[name] = JSON.stringify(await deed(view));
      } catch (error) {
        // The error is the window's own, and says what the browser says.
        all[name] = `${error.name}: ${error.message}, ${error instanceof (view[error.name] ?? view.DOMException)}`;
      }
    }
    return all;
  };

  // A frame that the gate does not look into has the functions as the browser made them.
  const clean = () => document.body.appendChild(document.createElement('iframe')).contentWindow;

  /** How the guarded functions look here and in a clean frame. */
  window.__looks = () => ({ here: looks(window), clean: looks(clean()) });
  /** What came of the deeds here and there. */
  window.__deeds = async () => ({ here: await told(window), clean: await told(clean()) });
})();
