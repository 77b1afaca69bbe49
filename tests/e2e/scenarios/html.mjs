// A text of HTML that a script inserts: what in it is a tag, and what only looks like one.
import assert from 'node:assert/strict';

const DOMAIN = 'google-analytics.com';

const give = (visitor) =>
  visitor.eval(() => {
    window.optgate.give('analytics');
  });

export default [
  {
    title: 'where a text of HTML begins and ends is read as a browser reads it',
    async run(visitor) {
      await visitor.visit({ body: '<h1>HTML</h1><div id="here"></div>' });
      const written = {
        'title-card': (image) => `<title-card>${image}</title-card>`,
        'custom-text': (image) => `<my-el data-text="<img src='x'>">${image}</my-el>`,
        apostrophe: (image) => `<a title='Don't miss'>${image}</a><p>It's</p>`,
        quotes: (image) => `<p title=a"b>${image}</p><p title="c">d</p>`,
        'short-comment': (image) => `<!-->${image}<!-- -->`,
        'odd-comment': (image) => `<!-- a --!>${image}<!-- -->`,
        spaced: () => '<img alt = ">" src = "https://spaced.google-analytics.com/door.gif">',
        caption: (image) => image.replace('alt=""', 'alt="" data-caption="&lt;b&gt;Film&lt;/b&gt;"'),
      };
      const html = Object.entries(written).map(([name, write]) => write(`<img alt="" src='https://${name}.${DOMAIN}/door.gif'>`));
      html.push(`<img alt="" src="https:&#x2F;&#x2F;${DOMAIN}&#x2F;door.gif">`);
      await visitor.eval((all) => {
        for (const text of all) {
          const box = document.createElement('div');
          document.getElementById('here').append(box);
          box.innerHTML = text;
        }
      }, html);
      await visitor.silent('before the answer');
      await give(visitor);
      await visitor.arrives([DOMAIN, ...Object.keys(written).map((name) => `${name}.${DOMAIN}`)]);
      assert.deepEqual(await visitor.heard('diagnostic'), [], 'held before the browser saw it');
      await visitor.noErrors();
    },
  },
  {
    title: 'a browser that writes signs of HTML in attributes as they are, as all did until 2025, loses nothing either',
    async run(visitor) {
      const older = `(function (now) {
        Object.defineProperty(Element.prototype, 'outerHTML', Object.assign(now, {
          get: function (get) { return function () { return get.call(this).replace(/&lt;/g, '<').replace(/&gt;/g, '>'); }; }(now.get),
        }));
      })(Object.getOwnPropertyDescriptor(Element.prototype, 'outerHTML'));`;
      await visitor.visit({ prelude: older, body: '<h1>Galerie</h1><div id="here"></div>' });
      const seen = await visitor.eval((address) => {
        const here = document.getElementById('here');
        here.innerHTML = `<img alt="" src="${address}" data-caption="&lt;b&gt;Film&lt;/b&gt;"><p title="t">Text</p>`;
        return [...here.children].map(({ localName, dataset, title }) => [localName, dataset.caption ?? title, dataset.purpose ?? '']);
      }, `https://caption.${DOMAIN}/door.gif`);
      assert.deepEqual(seen, [
        ['img', '<b>Film</b>', 'analytics'],
        ['p', 't', ''],
      ]);
      await visitor.silent('before the answer');
      await visitor.noErrors();
    },
  },
  {
    title: 'what only looks like a tag is left as it is written',
    async run(visitor) {
      await visitor.visit({ body: '<h1>Text</h1><div id="here"></div>' });
      const address = `https://text.${DOMAIN}/door.gif`;
      const quoted = `<iframe src='${address}'></iframe>`;
      const html = [
        `<p data-code="${quoted}">a</p>`,
        `<textarea>${quoted}</textarea>`,
        `<!-- ${quoted} -->`,
        `<script>window.__never = "${quoted}";</script>`,
        `<a href="${address}">b</a>`,
      ];
      const found = await visitor.eval((text) => {
        const here = document.getElementById('here');
        here.innerHTML = text;
        return {
          code: here.querySelector('p').dataset.code,
          area: here.querySelector('textarea').value,
          comment: here.childNodes[2].data,
          script: here.querySelector('script').text,
          link: here.querySelector('a').href,
          count: here.children.length,
        };
      }, html.join(''));
      assert.deepEqual(found, {
        code: quoted,
        area: quoted,
        comment: ` ${quoted} `,
        script: `window.__never = "${quoted}";`,
        link: address,
        count: 4,
      });
      await visitor.silent('with texts alone');
      await visitor.eval((text) => {
        document.getElementById('here').innerHTML = text;
      }, `${html.join('')}<img alt="" src="${address}">`);
      await visitor.silent('with a picture besides');
      await give(visitor);
      await visitor.contacted(`text.${DOMAIN}`, ({ path }) => path === '/door.gif');
    },
  },
];
