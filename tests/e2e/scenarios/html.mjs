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
      };
      const html = Object.entries(written).map(([name, write]) => write(`<img alt="" src='https://${name}.${DOMAIN}/door.gif'>`));
      await visitor.eval((all) => {
        for (const text of all) {
          const box = document.createElement('div');
          document.getElementById('here').append(box);
          box.innerHTML = text;
        }
      }, html);
      await visitor.silent('before the answer');
      await give(visitor);
      await visitor.arrives(Object.keys(written).map((name) => `${name}.${DOMAIN}`));
      assert.deepEqual(await visitor.heard('diagnostic'), [], 'held before the browser saw it');
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
