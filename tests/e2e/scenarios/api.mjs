// `window.optgate` at any moment: right behind the tag, and inside the product's own events, where the engine may be in the middle
// of something. What it does after a trap is told in engine-missing.mjs.
import assert from 'node:assert/strict';

import { MEMBERS } from '../lib/page.mjs';

/** JavaScript that keeps what `work`, an expression about `o`, gives or throws. */
const keeps = (work) => `window.__told = (function (o) {
  try {
    return ${work};
  } catch (error) {
    return String(error);
  }
})(window.optgate);`;

/** The types of what calls give. */
const types = (calls) => keeps(`[${calls}].map(function (value) { return typeof value; }).join()`);

/** A page on which `act` happens at this moment, once. */
const AWAKE = {
  'right behind the tag': (act) => ({ head: `<script>${act}</script>` }),
  'inside optgate:ready': (act) => ({ prelude: `document.addEventListener('optgate:ready', function () { ${act} });` }),
};
const MOMENTS = {
  ...AWAKE,
  // The engine is starting, and cannot tell what it knows yet.
  'inside optgate:diagnostic': (act) => ({
    prelude: `document.addEventListener('optgate:diagnostic', function () { ${act} }, { once: true });`,
    config: { days: 'x' },
  }),
};

/** Calls, and what has become of analytics and of YouTube when they are through. */
const ANSWERS = [
  [['o.give()'], 'given', 'unknown'],
  [["o.give('analytics')"], 'given', 'unknown'],
  [["o.give(['youtube'])"], 'unknown', 'given'],
  [['o.refuse()'], 'refused', 'refused'],
  [['o.give()', 'o.withdraw()'], 'withdrawn', 'unknown'],
  [['o.give()', "o.give('youtube')", "o.withdraw('analytics')"], 'withdrawn', 'given'],
  [['o.give()', 'o.refuse()'], 'withdrawn', 'refused'],
  // An acceptance ends the refusal of what it does not name.
  [['o.refuse()', 'o.give()'], 'given', 'unknown'],
  [['o.refuse()', "o.give('analytics')"], 'given', 'refused'],
];

/** What is pressed, the calls inside the change that it brings, and what has become of analytics, marketing and YouTube. */
const INSIDE = [
  ['accept', ["o.give('youtube')"], 'given given given'],
  ['accept', ['o.refuse()'], 'withdrawn withdrawn refused'],
  ['accept', ['o.withdraw()'], 'withdrawn withdrawn unknown'],
  ['accept', ["o.withdraw('analytics')", "o.give('youtube')"], 'withdrawn given given'],
  ['reject', ['o.give()'], 'given given unknown'],
  ['reject', ["o.give('marketing')", "o.withdraw('marketing')", "o.give('analytics')"], 'given withdrawn refused'],
];

const standings = async (visitor, ids) => {
  const { purposes, services } = await visitor.status();
  return ids.map((id) => (purposes[id] ?? services[id]).status).join(' ');
};

/** How many answers the page was told about; of those written one behind the other WebKit may find one on the device once more. */
const own = async (visitor) => (await visitor.heard('change')).filter(({ source }) => source !== 'stored').length;

const reads = (how, moment) => ({
  title: `${how}: every member is there and gives what it should`,
  async run(visitor) {
    const read = keeps(`{
      members: Object.keys(o).sort(),
      version: o.version,
      ready: typeof o.ready.then,
      status: o.status(),
      given: [o.given('necessary'), o.given('analytics'), o.given('youtube')],
      none: [o.scan(), o.scan(document.createElement('div').attachShadow({ mode: 'open' })), o.preferences()].map(function (value) { return typeof value; }),
      receipt: o.receipt()
    }`);
    await visitor.visit(moment(read));
    const { version, status, ...told } = await visitor.eval(() => window.__told);
    assert.deepEqual(told, {
      members: MEMBERS,
      ready: 'function',
      given: [true, false, false],
      none: ['undefined', 'undefined', 'undefined'],
      receipt: null,
    });
    assert.equal(version, await visitor.eval(() => window.optgate.version));
    assert.deepEqual(status, await visitor.status(), 'nothing has been answered since');
    const { purposes, services, ...rest } = status;
    assert.deepEqual(rest, { answered: false, time: null, revision: 1, domain: 'test.localhost' });
    const unknown = { status: 'unknown', source: 'default' };
    assert.deepEqual([purposes.analytics, services.youtube], [unknown, unknown]);
    assert.deepEqual(await visitor.eval(() => window.optgate.ready), { state: 'open', reason: '' });
    await visitor.appears('optgate-preferences [data-optgate="save"]');
    await visitor.silent('nothing was given');
    await visitor.storesNothing();
    await visitor.noErrors();
  },
});

const answers = (how, moment) => ({
  title: `${how}: no answer is lost`,
  async run(visitor) {
    // All of them once, and at the other moments what ends in each of three ways: this takes long.
    const some = how === 'right behind the tag' ? ANSWERS : ANSWERS.filter((_, at) => at % 3 === 2);
    for (const [calls, analytics, youtube] of some) {
      const what = calls.join(', ');
      await visitor.visit(moment(types(calls)));
      assert.equal(await visitor.eval(() => window.__told), calls.map(() => 'undefined').join(), what);
      const wanted = `${analytics} ${youtube}`;
      assert.equal(await standings(visitor, ['analytics', 'youtube']), wanted, what);
      assert.equal(await own(visitor), calls.length, `${what}: each is told`);
      if (analytics === 'given') await visitor.contacted('www.google-analytics.com');
      if (analytics === 'refused') await visitor.silent(what);
      assert.equal(await visitor.flag(), analytics !== 'given', `${what}: the flag of the opt-out`);
      await visitor.noErrors();
      await visitor.visit();
      assert.equal(await standings(visitor, ['analytics', 'youtube']), wanted, `${what}: on the next page`);
      if (analytics === 'unknown') await visitor.appears('optgate-banner');
      await visitor.settle();
      await visitor.fresh();
    }
  },
});

export default [
  ...Object.entries(AWAKE).map(([how, moment]) => reads(how, moment)),
  ...Object.entries(MOMENTS).map(([how, moment]) => answers(how, moment)),
  {
    title: 'inside optgate:change: the status is that of the event, and no answer is lost',
    async run(visitor) {
      const ids = ['analytics', 'marketing', 'youtube'];
      const attributes = { 'data-purposes': 'marketing' };
      for (const [press, calls, wanted] of INSIDE) {
        const what = `${press}, then ${calls.join(', ')}`;
        await visitor.visit({
          attributes,
          prelude: `document.addEventListener('optgate:change', function ({ detail }) {
            window.__same = JSON.stringify(optgate.status()) === JSON.stringify(detail.status) &&
              optgate.given('analytics') === (detail.status.purposes.analytics.status === 'given');
            ${types([...calls, 'o.scan()', 'o.preferences()', 'o.receipt()'])}
          }, { once: true });`,
        });
        await visitor.press(`optgate-banner [data-optgate="${press}"]`);
        const told = () => own(visitor);
        await visitor.until(async () => (await told()) > calls.length, `${what}: each to be told`);
        await visitor.appears('optgate-preferences [data-optgate="save"]');
        assert.equal(await visitor.eval(() => window.__same), true, what);
        const none = [...calls, 'scan', 'preferences'].map(() => 'undefined');
        assert.equal(await visitor.eval(() => window.__told), [...none, 'object'].join(), what);
        assert.equal(await standings(visitor, ids), wanted, what);
        assert.equal(await told(), calls.length + 1, `${what}: each once`);
        await visitor.noErrors();
        await visitor.visit({ attributes });
        assert.equal(await standings(visitor, ids), wanted, `${what}: on the next page`);
        await visitor.settle();
        await visitor.fresh();
      }
    },
  },
  {
    // WebKit tells of each cookie that was written, and until it has told of the last `document.cookie` may be what it was before.
    title: 'of two answers in a row the first is never obeyed again',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': false, 'data-purposes': 'analytics' }, body: '<h1>Zwei</h1>' });
      const back = await visitor.eval(async () => {
        const pause = (time) => new Promise((later) => setTimeout(later, time));
        const told = [];
        document.addEventListener('optgate:change', ({ detail }) => told.push(detail.status.purposes.analytics.status));
        for (let at = 0; at < 20; at += 1) {
          window.optgate.give();
          window.optgate.withdraw();
          await pause(20);
        }
        await pause(300);
        return told;
      });
      assert.deepEqual(back, Array(20).fill(['given', 'withdrawn']).flat());
    },
  },
];
