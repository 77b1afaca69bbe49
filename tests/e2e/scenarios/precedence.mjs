// Several stored answers: each line of the precedence list, with cookies that a server had set before.
import assert from 'node:assert/strict';

import { record, setCookie } from '../lib/answer.mjs';
import { GOOGLE } from '../lib/page.mjs';

const HOST = 'shop.muster.localhost';
const PARENT = 'muster.localhost';
const shared = { domain: PARENT };

/** A cookie by name and value; `record: kind` in place of a value is filled in by the browser. */
const status = (value, where) => ({ name: 'cookieconsent_status', value, where });
const optOut = (value = 'true', id = '', where = undefined) => ({ name: `ga-disable${id && `-${id}`}`, value, where });
const stored = (kind, where) => ({ name: 'optgate', kind, where });
const broken = (where) => ({ name: 'optgate', value: 'nothing.that.can.be.read', where });

/**
 * One line: what the server had set; then the standing of analytics, whether the banner asks, whether Google is
 * loaded, and the names of the cookies that are there afterwards with their values (`*` stands for a record).
 */
const line = (title, { set, attributes = {}, config, standing, asks, loads = false, marketing, youtube, left }) => ({
  title,
  async run(visitor) {
    const cookies = [];
    for (const { name, value, kind, where } of set)
      cookies.push(setCookie(name, kind ? await record(visitor, kind) : value, where));
    visitor.mark();
    await visitor.visit({ cookies, attributes, config }, { host: HOST });
    if (loads) await visitor.contacted('www.google-analytics.com', ({ path }) => path.includes(`tid=${GOOGLE}`));
    else await visitor.silent('with these cookies');
    await visitor.settle();
    // Of an answer that ended the status alone is promised.
    const found = await visitor.standing('analytics');
    assert.equal(standing.includes(' ') ? found : found.split(' ')[0], standing);
    if (marketing) assert.equal(await visitor.standing('marketing'), marketing);
    if (youtube) assert.equal(await visitor.standing('youtube'), youtube);
    // One of the two comes; that the banner does not is told once something could.
    await visitor.appears(asks ? 'optgate-banner' : 'optgate-button');
    assert.equal(await visitor.sees('optgate-banner'), asks, asks ? 'the banner asks' : 'the banner does not ask');
    assert.equal((await visitor.flag()) === true, !loads, 'the flag of the opt-out');
    if (left) {
      const cookiesNow = Object.fromEntries(
        Object.entries(await visitor.cookieNames())
          .filter(([name]) => !name.startsWith('_g'))
          .map(([name, values]) => [
            name,
            name === 'optgate' && values.length === 1 && !/nothing/.test(values[0]) ? ['*'] : values,
          ]),
      );
      assert.deepEqual(cookiesNow, left, 'the cookies afterwards');
    }
  },
});

const ASKED = { standing: 'unknown default', asks: true };
const REFUSED = { standing: 'refused stored', asks: false };
const GIVEN = { standing: 'given stored', asks: false, loads: true };
const WITH_ADS = { 'data-google': `${GOOGLE} AW-987654321` };

export default [
  // 1. Google's own opt-out cookies
  line('1: ga-disable refuses analytics', { set: [optOut()], ...REFUSED, left: { 'ga-disable': ['true'] } }),
  line('1: ga-disable with one of our ids refuses analytics', { set: [optOut('true', GOOGLE)], ...REFUSED }),
  line('1: ga-disable with a foreign id says nothing', { set: [optOut('true', 'G-OTHER00000')], ...ASKED }),
  line('1: ga-disable that is not "true" says nothing', { set: [optOut('1'), optOut('false', GOOGLE)], ...ASKED }),
  line('1: ga-disable on the parent domain outweighs a record that gives', {
    set: [optOut('true', '', shared), stored('given'), status('allow')],
    ...REFUSED,
  }),
  line('1: ga-disable refuses analytics alone, the rest is asked', {
    set: [optOut()],
    attributes: WITH_ADS,
    standing: 'refused stored',
    asks: true,
    marketing: 'unknown default',
  }),
  line("1: where the record refuses too, the record's revision decides", {
    set: [optOut(), stored('refused'), status('deny')],
    attributes: { 'data-revision': '2' },
    standing: 'invalidated',
    asks: true,
    left: { optgate: ['*'] },
  }),
  // 2. A readable, current record
  line('2: a record that gives, with allow', { set: [stored('given'), status('allow')], ...GIVEN }),
  line('2: a record that gives, alone', { set: [stored('given')], ...GIVEN }),
  line('2: a record that gives, but deny', { set: [stored('given'), status('deny')], ...REFUSED }),
  line('2: a record that refuses, with deny', { set: [stored('refused'), status('deny')], ...REFUSED }),
  line('2: a record that refuses outweighs allow', { set: [stored('refused'), status('allow')], ...REFUSED }),
  line('2: dismiss beside a record that gives says nothing', { set: [stored('given'), status('dismiss')], ...GIVEN }),
  // 3. A readable record that no longer holds
  line('3: an expired record asks again, allow is not consulted and goes', {
    set: [stored('given long ago'), status('allow')],
    ...ASKED,
    standing: 'expired',
    left: { optgate: ['*'] },
  }),
  line('3: an expired refusal asks again, and its opt-out cookies go', {
    set: [stored('refused long ago'), status('deny'), optOut(), optOut('true', GOOGLE)],
    ...ASKED,
    standing: 'expired',
    left: { optgate: ['*'] },
  }),
  line('3: an older revision asks again', {
    set: [stored('given'), status('allow')],
    attributes: { 'data-revision': '2' },
    ...ASKED,
    standing: 'invalidated',
    left: { optgate: ['*'] },
  }),
  line('3: the shorter life counts, of then and of now', {
    set: [stored('given a month ago'), status('allow')],
    attributes: { 'data-days': '30' },
    ...ASKED,
    standing: 'expired',
  }),
  line('3: a record from a month ago holds for half a year', {
    set: [stored('given a month ago'), status('allow')],
    ...GIVEN,
  }),
  // 4. A record that cannot be read
  line('4: an unreadable record with deny refuses everything', {
    set: [broken(), status('deny')],
    attributes: WITH_ADS,
    ...REFUSED,
    marketing: 'refused stored',
    youtube: 'refused stored',
  }),
  line('4: an unreadable record with allow asks', { set: [broken(), status('allow')], ...ASKED }),
  line('4: an unreadable record alone asks', { set: [broken()], ...ASKED }),
  // 5. No record
  line('5: deny alone refuses everything, and nothing is written for it', {
    set: [status('deny')],
    attributes: WITH_ADS,
    ...REFUSED,
    marketing: 'refused stored',
    youtube: 'refused stored',
    left: { cookieconsent_status: ['deny'] },
  }),
  line('5: allow alone gives analytics, is written as a record, and the rest is asked', {
    set: [status('allow')],
    attributes: WITH_ADS,
    ...GIVEN,
    asks: true,
    marketing: 'unknown default',
    left: { cookieconsent_status: ['allow'], optgate: ['*'] },
  }),
  line('5: allow alone asks again with legacy "ask"', { set: [status('allow')], config: { legacy: 'ask' }, ...ASKED }),
  line('5: dismiss is no answer', { set: [status('dismiss')], ...ASKED }),
  line('5: ALLOW is no answer', { set: [status('ALLOW')], ...ASKED }),
  // A cookie that stands twice
  line('twice: deny on the host and allow on the parent', {
    set: [status('deny'), status('allow', shared)],
    ...REFUSED,
  }),
  line('twice: allow on the host and deny on the parent', {
    set: [status('allow'), status('deny', shared)],
    ...REFUSED,
  }),
  line('twice: a record that gives and one that refuses', {
    set: [stored('given'), stored('refused', shared)],
    ...REFUSED,
  }),
  line('twice: a record that refuses and one that gives', {
    set: [stored('refused'), stored('given', shared)],
    ...REFUSED,
  }),
  line('twice: a current record and an expired one ask again', {
    set: [stored('given'), stored('given long ago', shared), status('allow')],
    ...ASKED,
    standing: 'expired',
  }),
  {
    title: 'twice: storing an answer removes every other copy',
    async run(visitor) {
      const cookies = [
        setCookie('optgate', await record(visitor, 'refused')),
        setCookie('optgate', await record(visitor, 'given'), shared),
        setCookie('cookieconsent_status', 'deny'),
        setCookie('cookieconsent_status', 'allow', shared),
        setCookie('ga-disable', 'true'),
        setCookie('ga-disable', 'true', shared),
      ];
      visitor.mark();
      await visitor.visit({ cookies, at: '/test/copies' }, { host: HOST });
      // The page's answer sets them anew at each load, so the give must be seen on another page.
      await visitor.eval(() => {
        window.optgate.give('analytics');
      });
      await visitor.contacted('www.googletagmanager.com');
      const { optgate, cookieconsent_status: statuses, ...others } = await visitor.cookieNames();
      assert.equal(optgate.length, 1);
      assert.deepEqual(statuses, ['allow']);
      assert.deepEqual(
        Object.keys(others).filter((name) => name.startsWith('ga-disable')),
        [],
      );
    },
  },
];
