// What comes and goes by itself is told to screen readers (WCAG 2.2, 4.1.3): that there is a question, and what was answered.
import assert from 'node:assert/strict';

/** In a page: writes down what a live region has when it comes, and each text that it gets after. */
const HEAD = `<script>
  window.__told = [];
  new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      for (const node of addedNodes) if (node.role === 'status') __told.push('region "' + node.textContent.replace('\\u200b', '') + '"');
      for (const node of removedNodes) if (node.role === 'status') __told.push('gone');
      if (target.parentNode?.role === 'status') __told.push(target.data);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
</script>`;

/** The region is there, with nothing that can be spoken, before its text. */
const told = (...texts) => texts.flatMap((text) => ['region ""', text]);

async function hears(visitor, texts) {
  const heard = () => visitor.eval(() => window.__told.filter((word) => word !== 'gone'));
  await visitor.until(async () => (await heard()).length >= texts.length, 'a word').catch(() => {});
  assert.deepEqual(await heard(), texts);
}

const boxes = (visitor) =>
  visitor.eval(() => ['scrollWidth', 'scrollHeight'].map((name) => document.documentElement[name]));

export default [
  {
    title: 'the question is announced by its title, and the answer by the button that gave it',
    async run(visitor) {
      await visitor.visit({ lang: 'de', head: HEAD });
      const before = await boxes(visitor);
      const question = told('Ihre Wahl zum Datenschutz');
      await hears(visitor, question);
      await visitor.press('[data-optgate=reject]');
      const answered = [...question, ...told('Ihre Wahl zum Datenschutz: Alle ablehnen')];
      await hears(visitor, answered);
      assert.deepEqual(await boxes(visitor), before, 'a region takes no room');
      await visitor.eval(() => window.optgate.preferences());
      await visitor.press('optgate-preferences [data-optgate="purpose:analytics"]');
      await visitor.press('optgate-preferences [data-optgate=save]');
      await hears(visitor, [...answered, ...told('Einstellungen zum Datenschutz: Auswahl speichern')]);
      await visitor.noErrors();
    },
  },
  {
    title: 'an answer by a link or button of the page is announced by its words',
    async run(visitor) {
      await visitor.visit({ lang: 'de', head: HEAD });
      const question = told('Ihre Wahl zum Datenschutz');
      await hears(visitor, question);
      await visitor.press('[data-optgate=accept]');
      const before = [...question, ...told('Ihre Wahl zum Datenschutz: Alle akzeptieren')];
      await hears(visitor, before);
      await visitor.press('#take-back');
      await hears(visitor, [...before, ...told('Einwilligung widerrufen')]);
      await visitor.noErrors();
    },
  },
  {
    title: 'a page that nobody has to answer says nothing, and neither do answers of its own scripts',
    async run(visitor) {
      await visitor.visit({ attributes: { 'data-google': false }, head: HEAD });
      await visitor.settle();
      await hears(visitor, []);
      await visitor.visit({ lang: 'en', head: HEAD });
      await hears(visitor, told('Your privacy choice'));
      await visitor.eval(() => window.optgate.refuse());
      await visitor.disappears('optgate-banner');
      await visitor.until(() => visitor.eval(() => window.__told.includes('gone')), 'the region to go');
      await hears(visitor, told('Your privacy choice'));
    },
  },
];
