// The doors: every way in which a page's script can make its browser contact a known host. Each goes to a host of its
// own (`<door>.google-analytics.com`), so that a leak names its door; the list is `pages/doors.js`.
import assert from 'node:assert/strict';

const DOMAIN = 'google-analytics.com';
// Frames that the visitor would have to scroll to load later: all stand at the top.
const BODY = `<h1>Türen</h1><style>#doors > * { position: absolute; top: 0 }</style>
<script src="/-/doors.js"></script><div id="doors"></div>`;
const AT_ONCE = ['insert', 'write', 'set'];
/** Firefox looks for a track once, and not again when it gets an address. */
const FINAL = { firefox: /^track-/ };

const goThrough = (visitor, groups, { domain = DOMAIN, path = '/door' } = {}) =>
  visitor.eval((...all) => window.__goThrough(...all), groups, domain, path);

/** The hosts to which these groups of doors lead. */
const hosts = async (visitor, groups, domain = DOMAIN) =>
  (await visitor.eval((all) => window.__doorNames(all), groups)).map((name) => `${name}.${domain}`);

/** Those of them that are asked for something once it is given. */
const released = async (visitor, groups) =>
  (await hosts(visitor, groups)).filter((host) => !FINAL[visitor.engine]?.test(host));

/** Nothing that a script did was refused by the browser itself: then the door would be tested by nobody. */
const assertWent = (told) =>
  assert.deepEqual(
    Object.entries(told).filter(([, answer]) => answer !== 'undefined'),
    [],
    'doors that could not be gone through',
  );

const give = (visitor) =>
  visitor.eval(() => {
    window.optgate.give('analytics');
  });

/** Silent before the answer; after it everything that stands in the page arrives. */
const held = (title, groups) => ({
  title,
  async run(visitor) {
    await visitor.visit({ body: BODY });
    assertWent(await goThrough(visitor, groups));
    await visitor.silent('before the answer');
    await give(visitor);
    await visitor.arrives(await released(visitor, groups));
    assert.deepEqual(
      (await visitor.heard('diagnostic')).filter(({ code }) => code === 'unmarked'),
      [],
      'what a script inserts is held before the browser sees it',
    );
    await visitor.noErrors();
  },
});

export default [
  {
    title: 'to a host that nobody knows every door leads at once',
    async run(visitor) {
      await visitor.visit({ body: BODY });
      const groups = [...AT_ONCE, 'request'];
      const domain = 'nobody.example';
      await goThrough(visitor, groups, { domain });
      await visitor.arrives(await hosts(visitor, groups, domain));
      await visitor.noErrors();
    },
  },
  held('what a script inserts is held, and arrives once it is given', ['insert']),
  held('what a script writes as HTML is held, and arrives once it is given', ['write']),
  held('addresses that a script sets are held, and arrive once they are given', ['set']),
  {
    title: 'requests fail as if the network did, and go out once they are given',
    async run(visitor) {
      await visitor.visit({ body: BODY });
      const groups = ['request'];
      assert.deepEqual(await goThrough(visitor, groups), {
        'fetch-text': 'TypeError',
        'fetch-url': 'TypeError',
        'fetch-request': 'TypeError',
        'fetch-keepalive': 'TypeError',
        'xhr-async': 'error',
        'xhr-url': 'error',
        'xhr-sync': 'NetworkError',
        'beacon-text': 'false',
        'beacon-url': 'false',
      });
      await visitor.silent('before the answer');
      await give(visitor);
      assert.deepEqual(await goThrough(visitor, groups), {
        'fetch-text': 'true',
        'fetch-url': 'true',
        'fetch-request': 'true',
        'fetch-keepalive': 'true',
        'xhr-async': 'load',
        'xhr-url': 'load',
        'xhr-sync': 'load',
        'beacon-text': 'true',
        'beacon-url': 'true',
      });
      await visitor.arrives(await hosts(visitor, groups));
      await visitor.noErrors();
    },
  },
  {
    title: 'the same while the page is parsed, and when it adds content later',
    async run(visitor) {
      const inline = `<script>window.__went = window.__goThrough(${JSON.stringify(AT_ONCE)}, '${DOMAIN}', '/door')</script>`;
      await visitor.visit({ body: BODY + inline });
      assertWent(await visitor.eval(() => window.__went));
      await visitor.silent('before the answer');
      await give(visitor);
      await visitor.arrives(await released(visitor, AT_ONCE));
      visitor.mark();
      assertWent(await goThrough(visitor, AT_ONCE, { path: '/later' }));
      await visitor.arrives(await hosts(visitor, AT_ONCE));
      await visitor.noErrors();
    },
  },
  {
    title: 'hints to the browser are held: preconnect, prefetch and their like',
    silence: true,
    async run(visitor) {
      await visitor.visit({ body: BODY });
      await visitor.eval((domain) => {
        const here = document.getElementById('doors');
        for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'icon']) {
          const href = `https://${rel}.${domain}/hint.js`;
          here.append(Object.assign(document.createElement('link'), { href, rel, as: 'script' }));
          here.insertAdjacentHTML('beforeend', `<link rel="${rel}" as="script" href="${href}?html">`);
        }
      }, DOMAIN);
      await visitor.silent('before the answer');
      await give(visitor);
      await visitor.arrives([`preload.${DOMAIN}`, `modulepreload.${DOMAIN}`]);
      await visitor.noErrors();
    },
  },
  {
    title: 'addresses in odd notations are held: the browser reads them, so we do',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Schreibweisen</h1><div id="here"></div>' });
      const left = await visitor.eval((path) => {
        const here = document.getElementById('here');
        const other = location.protocol === 'http:' ? 'https' : 'http';
        const addresses = [
          `///%79outube.com/${path}`,
          `https:////%79outube.com/${path}`,
          `////you\u00ADtube.com/${path}`,
          `${other}:youtube.com/${path}`,
          `${other}:/youtu.be/${path}`,
          `${other}:%79outube.com/${path}`,
          `\u001F\u000B https://www.youtube.com/${path}`,
          `https:\\\\www.youtube.com\\${path}`,
          `//www.youtubeeducation.com/${path}`,
        ];
        const inside = [
          `<p>https://a.example</p><iframe src="${addresses[7]}"></iframe>`,
          `<iframe src="//%79outube.com/${path}"></iframe>`,
        ];
        for (const address of addresses) {
          here.append(Object.assign(document.createElement('iframe'), { src: address }));
          const picture = document.createElement('img');
          picture.setAttribute('srcset', `${address.replaceAll(/[\u0000-\u0020]/g, '')} 2x`);
          here.append(picture);
        }
        for (const text of inside) {
          const frame = document.createElement('iframe');
          frame.setAttribute('srcdoc', text);
          here.append(frame);
        }
        return [...here.querySelectorAll('[src],[srcset],[srcdoc]')].map((element) => element.outerHTML);
      }, 'embed/MusterFilm1');
      assert.deepEqual(left, []);
      await visitor.silent('before the answer');
      await visitor.noErrors();
    },
  },
  {
    title: 'a document in a frame that only speaks of YouTube is left alone, and disturbs nothing behind it',
    async run(visitor) {
      const texts = ['<p>www.youtube.com</p>', '<p>presse@youtube.com</p>'];
      const frames = texts.map((text) => `<iframe srcdoc="${text}" height="40"></iframe>`).join('');
      const own = '<optgate-frame data-provider="youtube" data-video="MusterFilm1"></optgate-frame>';
      await visitor.visit({ body: `<h1>Rahmen</h1>${frames}<div id="here"></div>${own}` });
      await visitor.appears('optgate-frame button');
      await visitor.eval((all) => {
        const here = document.getElementById('here');
        for (const text of all) {
          here.append(Object.assign(document.createElement('iframe'), { srcdoc: text }));
          here.insertAdjacentHTML('beforeend', `<iframe srcdoc="${text}"></iframe>`);
        }
      }, texts);
      const shown = () => visitor.eval(() => Array.from(document.querySelectorAll('iframe'), (frame) => frame.contentDocument.body?.textContent));
      await visitor.until(async () => (await shown()).every(Boolean), 'every document');
      assert.deepEqual((await shown()).sort(), [...texts, ...texts, ...texts].map((text) => text.slice(3, -4)).sort());
      await visitor.silent('with texts alone');
      assert.deepEqual(await visitor.heard('diagnostic'), []);
      await visitor.noErrors();
    },
  },
  {
    title: 'marked content that carries an address live all the same is closed, and its developer told',
    async run(visitor) {
      const inside = '<img alt="" src="https://i.ytimg.com/vi/MusterFilm1/0.jpg">';
      const body = `<h1>Halb</h1><div id="here"><iframe data-purpose="media" srcdoc='${inside}'></iframe>
        <img alt="" data-purpose="media" src="https://i.ytimg.com/vi/MusterFilm1/1.jpg"></div>`;
      await visitor.visit({ body });
      const live = () => visitor.eval(() => document.querySelectorAll('#here [src],#here [srcdoc]').length);
      await visitor.until(async () => (await live()) === 0, 'both to be closed');
      assert.deepEqual((await visitor.heard('diagnostic')).map(({ code }) => code), ['unmarked', 'unmarked']);
      await visitor.eval(() => {
        window.optgate.give('media');
      });
      await visitor.until(async () => (await live()) === 2, 'both to be opened');
      await visitor.noErrors();
    },
  },
  {
    title: 'what leads to several services opens once all of them are given, and closes with each of them',
    async run(visitor) {
      await visitor.visit({
        attributes: { 'data-google': false, 'data-purposes': 'analytics media' },
        body: '<h1>Beides</h1><div id="here"></div>',
      });
      await visitor.eval(() => {
        const here = document.querySelector('#here');
        const frame = document.createElement('iframe');
        frame.srcdoc = '<img alt="" src="https://www.google-analytics.com/a.gif"><img alt="" src="https://i.ytimg.com/vi/x/0.jpg">';
        const image = document.createElement('img');
        image.setAttribute('srcset', 'https://www.google-analytics.com/b.gif 1x, https://i.ytimg.com/vi/x/1.jpg 2x');
        const pieces = document.createElement('img');
        pieces.src = 'https://www.google-analytics.com/c.gif';
        pieces.srcset = 'https://i.ytimg.com/vi/x/2.jpg 2x';
        here.append(frame, image, pieces);
        here.insertAdjacentHTML('beforeend', `<iframe srcdoc='${frame.dataset.srcdoc}'></iframe>`);
        here.insertAdjacentHTML('beforeend', '<img alt="" src="https://i.ytimg.com/vi/x/3.jpg">');
        here.lastElementChild.setAttribute('srcset', 'https://www.google-analytics.com/d.gif 2x');
      });
      const live = () => visitor.eval(() => document.querySelectorAll('#here :is([srcset],[srcdoc])').length);
      const change = (name, id) => visitor.eval((what, ids) => void window.optgate[what](ids), name, id);
      for (const [one, other] of [['analytics', 'media'], ['media', 'analytics']]) {
        await change('give', one);
        await visitor.silent(`with ${one} alone`);
        assert.equal(await live(), 0);
        await change('give', other);
        await visitor.until(async () => (await live()) === 5, 'all to open');
        await visitor.contacted('i.ytimg.com');
        await change('withdraw', one);
        await visitor.until(async () => (await live()) === 0, 'all to close');
        await change('withdraw', other);
        await visitor.settle();
        visitor.mark();
      }
      await visitor.noErrors();
    },
  },
  {
    title: 'an address that a script puts in the place of one that was held needs what it needs itself; the mark of an author stays',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Anders</h1><div id="here"></div>' });
      await visitor.eval(() => {
        const here = document.querySelector('#here');
        const held = '<img alt="" src="https://www.google-analytics.com/a.gif" srcset="https://i.ytimg.com/vi/x/0.jpg 2x">';
        here.innerHTML = `${held}${held}<img alt="" data-purpose="media" data-src="/assets/icon.svg">`;
        const [none, one, own] = here.children;
        for (const image of [none, one, own]) image.src = 'https://www.google-analytics.com/b.gif';
        none.src = '/assets/icon.svg?other';
        none.srcset = '/assets/icon.svg?other 2x';
        one.srcset = '/assets/icon.svg?other 2x';
        own.src = '/assets/icon.svg?other';
        const data = document.implementation.createDocument('', 'feed').createElement('source');
        for (const name of ['src', 'data']) data.setAttribute(name, 'https://www.google-analytics.com/c.gif');
        window.__data = new XMLSerializer().serializeToString(data);
      });
      await visitor.silent('before an answer');
      const marks = await visitor.eval(() =>
        [...document.querySelectorAll('#here img')].map((image) =>
          ['data-purpose', 'data-service', 'src', 'data-src', 'srcset', 'data-srcset'].map((name) => image.getAttribute(name)?.replace(/.*\//, '') ?? ''),
        ),
      );
      assert.deepEqual(marks.slice(0, 2), [
        ['', '', 'icon.svg?other', '', 'icon.svg?other 2x', ''],
        ['analytics', 'google-analytics', '', 'b.gif', 'icon.svg?other 2x', ''],
      ]);
      assert.equal(marks[2][0], 'media', 'what its author wrote');
      const address = 'https://www.google-analytics.com/c.gif';
      assert.equal(await visitor.eval(() => window.__data), `<source src="${address}" data="${address}"/>`, 'XML fetches nothing');
      await visitor.eval(() => window.optgate.give('analytics'));
      // Whether a browser then fetches it beside a larger picture is its own affair.
      await visitor.until(() => visitor.eval(() => /b\.gif$/.test(document.querySelector('#here').children[1].src)), 'the address to be given back');
      await visitor.noErrors();
    },
  },
  {
    title: 'document.write is looked at while the page is parsed',
    async run(visitor) {
      const written = {
        'write-script': (at) => `document.write('<script src="${at}.js"><\/scr' + 'ipt>')`,
        'write-image': (at) => `document.write('<p>', '<img alt="" src=${at}.gif>')`,
        'write-in-pieces': (at) => `document.write('<im', 'g alt="" src="${at}.gif">')`,
        'writeln-frame': (at) => `document.writeln('<iframe src="${at}.html"></iframe>')`,
        'write-style': (at) => `document.write('<link rel=stylesheet href="${at}.css">')`,
        'several-writes': (at) => `document.write('<p><script'); document.writeln(' src="${at}'); document.write('.js"></scr' + 'ipt>')`,
        'several-lines': (at) => `document.writeln('<img'); document.writeln('alt=">"'); document.writeln('src="${at}.gif">')`,
      };
      const all = Object.keys(written).map((name) => `${name}.${DOMAIN}`);
      const scripts = Object.entries(written).map(
        ([name, work]) => `<script>${work(`https://${name}.${DOMAIN}/door`)}</script>`,
      );
      // A tag may also end behind the script, in the page itself.
      const begun = "<script>document.write('<b')</script> id=\"made\">Text</b>";
      await visitor.visit({ body: `<h1>Schreiben</h1>${scripts.join('')}${begun}<p id="end">Ende.</p>` });
      await visitor.silent('before the answer');
      assert.equal(await visitor.sees('b#made'), true);
      assert.equal(await visitor.sees('#end'), true);
      await give(visitor);
      await visitor.arrives(all);
      await visitor.noErrors();
    },
  },
  {
    title: 'without WebAssembly every door is shut, and stays so',
    async run(visitor) {
      await visitor.visit({ prelude: 'delete window.WebAssembly;', body: BODY });
      const groups = [...AT_ONCE, 'request'];
      await goThrough(visitor, groups);
      await give(visitor);
      await goThrough(visitor, groups);
      await visitor.silent('where the gate has no engine');
      const count = await visitor.eval(() => document.querySelectorAll('#doors [data-purpose="?"]').length);
      assert.ok(count > 100, `${count} elements are held`);
    },
  },
  {
    title: 'where nobody is to be held, every guarded function does what it did',
    async run(visitor) {
      await visitor.visit({ head: '<script src="/-/guarded.js"></script>' });
      const deeds = await visitor.eval(() => window.__deeds());
      assert.ok(Object.keys(deeds.clean).length > 40);
      assert.deepEqual(deeds.here, deeds.clean);
      const { here, clean } = await visitor.eval(() => window.__looks());
      for (const [name, { text, ...look }] of Object.entries(here)) {
        const { text: before, ...other } = clean[name];
        assert.deepEqual(look, other, name);
        assert.notEqual(text, before, `${name} is guarded`);
      }
    },
  },
  {
    title: 'an address that takes the place of one that was held is fetched, and the first one never',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Ersatz</h1><div id="here"></div>' });
      await visitor.eval(() => {
        const here = document.getElementById('here');
        const own = { img: '/assets/none-1.gif', iframe: '/-/empty.html?1', script: '/-/ran.js?1' };
        for (const [tag, address] of Object.entries(own)) {
          const early = document.createElement(tag);
          early.src = `https://replaced-${tag}.google-analytics.com/early`;
          early.src = address;
          here.append(early);
          const late = document.createElement(tag);
          late.setAttribute('src', `https://replaced-${tag}.google-analytics.com/late`);
          here.append(late);
          late.setAttribute('src', address.replace('1', '2'));
        }
      });
      const asked = () => visitor.site.requests.filter(({ path }) => /none-\d|empty.html\?|ran.js\?/.test(path));
      await visitor.until(() => asked().length === 6, 'every address of the own site');
      await visitor.untouched(/replaced/, 'before the answer');
      await give(visitor);
      await visitor.contacted('www.google-analytics.com');
      await visitor.untouched(/replaced/, 'after the answer');
      assert.equal(await visitor.eval(() => document.querySelectorAll('#here [data-purpose]').length), 0);
      await visitor.noErrors();
    },
  },
];
