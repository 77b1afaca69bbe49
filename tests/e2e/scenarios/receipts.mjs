// Receipts of answers: where a site wants them the visitor has a copy of what he answered and the site too; else there is
// nothing of the kind.
import assert from 'node:assert/strict';
import fs from 'node:fs';

import { FIRST, PATIENT, clock, tag } from '../lib/page.mjs';

const KEY = 'optgate-receipt';
const BANNER = 'optgate-banner';
const on = { receipts: true };
const press = (layer, action) => `${layer} [data-optgate="${action}"]`;

/** What `dist/texts.json` holds, and the words in it for the hash of a receipt. */
const archive = () => JSON.parse(fs.readFileSync(new URL('../../../dist/texts.json', import.meta.url)));

const stored = (visitor) => visitor.eval((key) => JSON.parse(localStorage.getItem(key)), KEY);
const posts = (visitor, path = '/receipts') => visitor.site.requests.filter((asked) => asked.method === 'POST' && asked.path === path);

/** Waits for a receipt other than `before`; it is the same in storage and from `optgate.receipt()`. */
async function receipt(visitor, before) {
  const made = await visitor.until(async () => {
    const found = await visitor.eval(() => window.optgate.receipt());
    return found && found['dpv:hasIdentifier'] !== before?.['dpv:hasIdentifier'] && found;
  }, 'a receipt');
  assert.deepEqual(await stored(visitor), made);
  return made;
}

/** What a receipt says about each purpose and service, by `say`. */
const each = (made, say) =>
  Object.fromEntries(
    made['dpv:hasProcess'].map((process) => {
      const [{ 'dpv:hasIdentifier': id }] = process['dpv:hasService'] ?? process['dpv:hasPurpose'];
      return [id, say(process['dpv:hasConsentStatus'][0])];
    }),
  );

/** Status of each, as `"ConsentGiven visitor"`. */
const told = (made) => each(made, ({ '@type': [type], 'dct:source': source }) => `${type.replace('dpv:', '')} ${source}`);

/** What the row about the visitor's choice names last. */
const NAMED = () => [...document.querySelectorAll('optgate-preferences dd')].map((cell) => cell.textContent)
  .find((text) => text.startsWith('optgate, ')).split(', ').slice(3);

/** How each was answered, how many days after `start`, and for how many it was given, as `"banner: accept 0 P182D"`. */
const dated = (made, start) =>
  each(made, ({ 'dpv:isExercisedAt': pressed, 'dpv:isIndicatedAtTime': time, 'dpv:hasDuration': duration }) => {
    const days = Math.round((Date.parse(time) - Date.parse(start)) / 86_400_000);
    return [pressed, days, duration?.['rdf:value']].filter((part) => part !== undefined).join(' ');
  });

/** Accepts everything, forty days ago; gives the receipt and the time of that. */
async function accepted(visitor) {
  await visitor.visit({ config: on, prelude: clock(-40) });
  await visitor.appears(BANNER);
  await visitor.press(press(BANNER, 'accept'));
  const first = await receipt(visitor);
  return { first, time: (await visitor.status()).time };
}

const how = (made) => made['dpv:hasProcess'][0]['dpv:hasConsentStatus'][0]['dpv:isExercisedAt'];
const hash = (made) => made['dpv:hasNotice']?.[0]['dpv:hasIdentifier'].replace('sha256:', '');

export default [
  {
    title: 'by default there is no receipt, no id, no storage and no file for it',
    async run(visitor) {
      await visitor.visit();
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'accept'));
      await visitor.disappears(BANNER);
      await visitor.eval(() => window.optgate.withdraw());
      await visitor.eval(() => window.optgate.refuse());
      await visitor.settle();
      assert.equal(await visitor.eval(() => window.optgate.receipt()), null);
      assert.deepEqual(await visitor.eval(() => [Object.keys(localStorage), Object.keys(sessionStorage)]), [[], []]);
      assert.deepEqual(visitor.site.requests.filter(({ path, method }) => /extra/.test(path) || method === 'POST'), []);
      await visitor.eval(() => window.optgate.preferences());
      await visitor.appears(press('optgate-preferences', 'save'));
      assert.equal(await visitor.sees(press('optgate-preferences', 'receipt')), false);
      assert.deepEqual(await visitor.eval(NAMED), ['ga-disable-*']);
      await visitor.noErrors();
    },
  },
  {
    title: 'consent, withdrawal and refusal each give a receipt of what was shown and answered',
    async run(visitor) {
      await visitor.visit({ config: on, attributes: { 'data-revision': '3', 'data-days': '90' } });
      await visitor.appears(BANNER);
      await visitor.settle();
      await visitor.storesNothing();
      assert.equal(await visitor.eval(() => window.optgate.receipt()), null);
      await visitor.press(press(BANNER, 'accept'));
      const given = await receipt(visitor);
      const { time } = await visitor.status();
      assert.match(given['dpv:hasIdentifier'], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.deepEqual(told(given), {
        analytics: 'ConsentGiven visitor',
        media: 'ConsentUnknown default',
        'google-analytics': 'ConsentGiven visitor',
        youtube: 'ConsentUnknown default',
      });
      assert.equal(how(given), 'banner: accept');
      assert.deepEqual(
        [given['dct:language'], given['dct:hasVersion'], given['dpv:hasEntity'].controller['dpv:hasName']],
        ['de', 'revision 3', 'Muster GmbH'],
      );
      const [process] = given['dpv:hasProcess'];
      assert.deepEqual(process['dpv:hasPurpose'], [{ 'dpv:hasIdentifier': 'analytics', 'skos:prefLabel': 'Analyse' }]);
      assert.equal(process['dpv:hasConsentStatus'][0]['dpv:isIndicatedAtTime'], time);
      assert.equal(process['dpv:hasConsentStatus'][0]['dpv:hasDuration']['rdf:value'], 'P90D');
      assert.equal('dpv:isAfter' in given, false);

      await visitor.press('#take-back');
      const withdrawn = await receipt(visitor, given);
      assert.equal(told(withdrawn).analytics, 'ConsentWithdrawn visitor');
      assert.equal(how(withdrawn), 'page: withdraw');
      assert.equal(hash(withdrawn), undefined, 'nothing of ours was shown');
      assert.equal(withdrawn['dpv:isAfter'], given['dpv:hasIdentifier']);

      await visitor.eval(() => window.optgate.refuse());
      const refused = await receipt(visitor, withdrawn);
      assert.equal(told(refused).youtube, 'ConsentRefused visitor');
      assert.equal(how(refused), 'script');
      assert.deepEqual(await visitor.eval(() => Object.keys(localStorage)), [KEY]);
      assert.equal(posts(visitor).length, 0);
      await visitor.noErrors();
    },
  },
  {
    title: 'an answer that is added to an older one leaves time and press of what it does not change',
    async run(visitor) {
      const { first, time } = await accepted(visitor);
      await visitor.visit({ config: on, prelude: clock(-10) });
      await visitor.press(`optgate-frame[data-video="${FIRST}"] [data-optgate="always"]`);
      const second = await receipt(visitor, first);
      assert.equal((await visitor.status()).time, time, 'the older consent is not prolonged');
      assert.deepEqual(dated(second, time), {
        analytics: 'banner: accept 0 P182D',
        media: 'banner: accept 0',
        'google-analytics': 'banner: accept 0 P182D',
        youtube: 'placeholder: always 30 P152D',
      });
      assert.deepEqual(told(second), { ...told(first), youtube: 'ConsentGiven visitor' });

      // A service that is taken back while another consent stands.
      await visitor.visit({ config: on, body: '<label><input type="checkbox" data-optgate="purpose:youtube">YouTube</label>' });
      await visitor.press('input');
      const third = await receipt(visitor, second);
      assert.deepEqual(dated(third, time), { ...dated(second, time), youtube: 'page: purpose:youtube 40' });
      assert.equal(told(third).youtube, 'ConsentWithdrawn visitor');
      assert.equal(third['dpv:isAfter'], second['dpv:hasIdentifier']);
      await visitor.noErrors();
    },
  },
  {
    title: 'an answer that is added to an older one without a receipt says what is stored of that, and nothing that is not known',
    async run(visitor) {
      for (const earlier of [{}, { at: '/test/before', config: on }]) {
        await visitor.visit({ ...earlier, prelude: clock(-40) });
        await visitor.press(press(BANNER, 'accept'));
        await visitor.disappears(BANNER);
        if (earlier.config) {
          // One of an earlier answer, where another host of the domain has renewed it.
          const made = await receipt(visitor);
          for (const { 'dpv:hasConsentStatus': [entry] } of made['dpv:hasProcess']) entry['dpv:isIndicatedAtTime'] = '2020-01-01T00:00:00.000Z';
          await visitor.eval((key, text) => localStorage.setItem(key, text), KEY, JSON.stringify(made));
        }
        const { time } = await visitor.status();
        await visitor.visit({ config: on, prelude: clock(-10) });
        const before = await visitor.eval(() => window.optgate.receipt());
        await visitor.press(`optgate-frame[data-video="${FIRST}"] [data-optgate="always"]`);
        const made = await receipt(visitor, before);
        assert.deepEqual(dated(made, time), {
          analytics: 'stored 0 P182D',
          media: 'stored 0',
          'google-analytics': 'stored 0 P182D',
          youtube: 'placeholder: always 30 P152D',
        });
        await visitor.noErrors();
        await visitor.fresh();
      }
    },
  },
  {
    title: 'an answer that stands for itself is new in all parts, also where it says the same',
    async run(visitor) {
      const { first, time } = await accepted(visitor);
      await visitor.visit({ config: on, prelude: clock(-30) });
      await visitor.eval(() => window.optgate.give());
      const second = await receipt(visitor, first);
      assert.deepEqual(told(second), told(first));
      assert.deepEqual(dated(second, time), {
        analytics: 'script 10 P182D',
        media: 'script 10',
        'google-analytics': 'script 10 P182D',
        youtube: 'script 10',
      });

      await visitor.visit({ config: on });
      await visitor.press('#take-back');
      const third = await receipt(visitor, second);
      assert.deepEqual(new Set(Object.values(dated(third, time))), new Set(['page: withdraw 40']));
      await visitor.noErrors();
    },
  },
  {
    title: 'an answer that is added to one of another tab goes on from its receipt',
    async run(visitor) {
      const url = await visitor.visit({ config: on });
      await visitor.appears(BANNER);
      const other = await visitor.beside(url);
      await visitor.press(press(BANNER, 'accept'));
      const first = await receipt(visitor);
      await other.until(() => other.eval((id) => window.optgate.receipt()?.['dpv:hasIdentifier'] === id, first['dpv:hasIdentifier']), 'the receipt of the other tab');
      // A tab in the background, where nothing can be pressed in every engine.
      await other.eval((video) => document.querySelector(`optgate-frame[data-video="${video}"] [data-optgate="always"]`).click(), FIRST);
      const second = await receipt(other, first);
      const { analytics, youtube } = dated(second, (await other.status()).time);
      assert.deepEqual([analytics, youtube], ['banner: accept 0 P182D', 'placeholder: always 0 P182D']);
      assert.equal(second['dpv:isAfter'], first['dpv:hasIdentifier']);
    },
  },
  {
    title: 'who gives a provider for good in a placeholder has a receipt that says so, and what was shown there',
    async run(visitor) {
      await visitor.visit({ config: on });
      await visitor.press(`optgate-frame[data-video="${FIRST}"] [data-optgate="always"]`);
      const made = await receipt(visitor);
      assert.deepEqual([how(made), told(made).youtube], ['placeholder: always', 'ConsentGiven visitor']);
      const shown = archive().texts[hash(made)];
      assert.deepEqual([shown?.language, shown?.layer], ['de', 'banner'], 'texts of banner and placeholder are one layer');
      await visitor.noErrors();
    },
  },
  {
    title: 'a press on reject, the only answer of a visit, gives a receipt, and the next page has it',
    async run(visitor) {
      await visitor.visit({ config: on, lang: 'fr', prelude: PATIENT });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'reject'));
      const made = await receipt(visitor);
      assert.equal(told(made).analytics, 'ConsentRefused visitor');
      assert.deepEqual([how(made), made['dct:language']], ['banner: reject', 'fr']);
      await visitor.reload();
      const kept = await visitor.until(() => visitor.eval(() => window.optgate.receipt()), 'the receipt of the page before');
      assert.deepEqual(kept, made);
    },
  },
  {
    title: 'the preferences name the place of a receipt, and it is gone when its answer is',
    async run(visitor) {
      await visitor.visit({ config: on });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'reject'));
      await receipt(visitor);
      await visitor.eval(() => window.optgate.preferences());
      await visitor.appears(press('optgate-preferences', 'save'));
      assert.deepEqual(await visitor.eval(NAMED), ['ga-disable-*', 'optgate-receipt (localStorage)']);
      await visitor.eval(() => document.cookie.split('; ').forEach((pair) => { document.cookie = `${pair.split('=')[0]}=; Path=/; Max-Age=0`; }));
      await visitor.reload();
      await visitor.appears(BANNER);
      assert.deepEqual(await visitor.eval(() => [window.optgate.receipt(), Object.keys(localStorage)]), [null, []]);
      await visitor.noErrors();
    },
  },
  {
    title: 'texts of the archive are found by the hash of a receipt, for banner and preferences, in each language',
    async run(visitor) {
      const { texts, version } = archive();
      for (const lang of ['de', 'en', 'ar']) {
        await visitor.fresh();
        await visitor.visit({ config: on, lang, prelude: PATIENT });
        await visitor.appears(BANNER);
        const accept = await visitor.eval(() => document.querySelector('optgate-banner [data-optgate=accept]').textContent);
        await visitor.press(press(BANNER, 'accept'));
        const first = await receipt(visitor);
        const found = texts[hash(first)];
        assert.deepEqual([found?.language, found?.layer], [lang, 'banner']);
        assert.ok(found.text.includes(`\naccept=${accept}\n`), found.text);
        assert.equal(first['dpv:isImplementedUsingTechnology'], `Optgate ${version}`);

        await visitor.eval(() => window.optgate.preferences());
        await visitor.appears(press('optgate-preferences', 'save'));
        const save = await visitor.eval(() => document.querySelector('optgate-preferences [data-optgate=save]').textContent);
        await visitor.press('optgate-preferences [data-optgate="purpose:youtube"]');
        await visitor.press(press('optgate-preferences', 'save'));
        const second = await receipt(visitor, first);
        const { youtube } = dated(second, (await visitor.status()).time);
        assert.deepEqual([youtube, told(second).youtube], ['preferences: save 0 P182D', 'ConsentGiven visitor']);
        const whole = texts[hash(second)];
        assert.deepEqual([whole?.language, whole?.layer], [lang, 'preferences']);
        assert.ok(whole.text.includes(`\nsave=${save}\n`), whole.text);
      }
    },
  },
  {
    title: 'an owner who changes a text gets another hash',
    async run(visitor) {
      await visitor.visit({ config: { ...on, texts: { de: { intro: 'Wir fragen Sie: {purposes}.' } } } });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'accept'));
      const made = await receipt(visitor);
      assert.match(hash(made), /^[0-9a-f]{64}$/);
      assert.equal(archive().texts[hash(made)], undefined);
    },
  },
  {
    title: 'a receipt is posted once to the path of the site, also without TLS and before a reload',
    async run(visitor) {
      const attributes = { 'data-endpoint': '/receipts' };
      visitor.place({ at: '/receipts', html: 'thanks' });
      await visitor.visit({ attributes, config: { reload: true } });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'accept'));
      const given = await receipt(visitor);
      await visitor.until(() => posts(visitor).length > 0, 'the first receipt to arrive');
      await visitor.eval(() => {
        window.__before = true;
      });
      await visitor.press('#take-back');
      await visitor.until(() => visitor.eval(() => !window.__before && document.readyState === 'complete'), 'the page to load again');
      await visitor.until(() => posts(visitor).length > 1, 'the second receipt to arrive');
      await visitor.settle();
      const bodies = posts(visitor).map(({ body }) => JSON.parse(body));
      assert.deepEqual(bodies[0], given);
      assert.deepEqual(bodies.map((made) => told(made).analytics), ['ConsentGiven visitor', 'ConsentWithdrawn visitor']);
      assert.deepEqual(await stored(visitor), bodies[1]);
    },
  },
  {
    title: 'where storage and endpoint fail the answer holds, and the developer is told',
    async run(visitor) {
      const prelude = "Storage.prototype.setItem = function () { throw new Error('full'); };";
      await visitor.visit({ prelude, config: { endpoint: '/nowhere' } });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'accept'));
      await visitor.diagnosed('not-stored', 'localStorage');
      await visitor.diagnosed('not-sent', '/nowhere: 404');
      assert.equal(await visitor.standing('analytics'), 'given visitor');
      assert.equal(told(await visitor.eval(() => window.optgate.receipt())).analytics, 'ConsentGiven visitor');
      await visitor.contacted('www.googletagmanager.com');
      await visitor.noErrors();
    },
  },
  {
    title: 'without its file the answer holds, and the developer is told',
    async run(visitor) {
      const html = '<!doctype html><title>404</title>';
      visitor.place({ at: '/optgate.extra.js', html });
      await visitor.visit({ config: { ...on, reload: true } });
      await visitor.appears(BANNER);
      await visitor.diagnosed('file-missing', 'optgate.extra.js');
      await visitor.press(press(BANNER, 'reject'));
      await visitor.disappears(BANNER);
      assert.equal(await visitor.standing('analytics'), 'refused visitor');
      assert.equal(await visitor.eval(() => window.optgate.receipt()), null);
      await visitor.noErrors();
    },
  },
  {
    title: 'an endpoint that is no path of this origin is reported, and nothing is made',
    async run(visitor) {
      for (const endpoint of ['https://else.test/r', '//else.test/r', '/\\else.test/r', 'receipts', '/\t/else.test']) {
        await visitor.visit({ config: { endpoint } });
        await visitor.diagnosed('invalid-link', `endpoint: ${endpoint}`);
      }
      await visitor.visit({ config: { endpoint: 7, receipts: 'yes' } });
      await visitor.diagnosed('wrong-type', 'endpoint: 7');
      await visitor.diagnosed('wrong-type', 'receipts: yes');
      await visitor.visit({ attributes: { 'data-endpoint': 'https://else.test/r' }, config: { endpoint: '/receipts' } });
      await visitor.diagnosed('invalid-link', 'data-endpoint: https://else.test/r');
      await visitor.press(press(BANNER, 'reject'));
      await visitor.disappears(BANNER);
      await visitor.settle();
      assert.equal(await visitor.eval(() => window.optgate.receipt()), null);
      assert.equal(posts(visitor).length, 0);
      assert.deepEqual(await visitor.eval(() => Object.keys(localStorage)), []);
    },
  },
  {
    title: 'preferences hand a copy to the visitor, once there is an answer',
    async run(visitor) {
      const prelude = `window.__files = [];
const click = HTMLAnchorElement.prototype.click;
HTMLAnchorElement.prototype.click = function () { __files.push([this.download, this.href]); };`;
      await visitor.visit({ prelude, config: on });
      await visitor.press(press(BANNER, 'preferences'));
      await visitor.appears(press('optgate-preferences', 'save'));
      assert.equal(await visitor.sees(press('optgate-preferences', 'receipt')), false);
      await visitor.press(press('optgate-preferences', 'save'));
      const made = await receipt(visitor);
      await visitor.eval(() => window.optgate.preferences());
      await visitor.press(press('optgate-preferences', 'receipt'));
      const [name, text] = await visitor.eval(async () => {
        const [[file, href]] = window.__files;
        return [file, await (await fetch(href)).text()];
      });
      assert.equal(name, 'optgate-receipt.json');
      assert.deepEqual(JSON.parse(text), made);
      assert.equal(await visitor.sees(press('optgate-preferences', 'save')), true, 'a copy decides nothing');
      await visitor.noErrors();
    },
  },
  {
    title: 'a receipt is made under a strict policy with a nonce',
    async run(visitor) {
      const html = `<!doctype html><html lang="de"><head>
<script nonce="abc" type="application/json" data-optgate>{"receipts":true}</script>
${tag({ nonce: 'abc' })}<script nonce="abc" src="/-/listen.js"></script><meta charset="utf-8"><title>Seite</title></head><body><p>Text</p></body></html>`;
      const headers = { 'content-security-policy': "default-src 'none'; connect-src 'self'; script-src 'nonce-abc' 'wasm-unsafe-eval'; img-src *" };
      await visitor.visit({ html, headers });
      await visitor.appears(BANNER);
      await visitor.press(press(BANNER, 'reject'));
      assert.equal(told(await receipt(visitor)).analytics, 'ConsentRefused visitor');
    },
  },
];
