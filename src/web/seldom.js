// Texts and settings of what few pages need, see extra.js.

/** The layer `extra` of each language, by tag. */
const TEXTS = __OPTGATE_EXTRA__;

/** Our words in the language that serves `lang`, else in English. */
export function usual(lang) {
  return TEXTS[lang] ?? TEXTS[lang.split('-')[0]] ?? TEXTS.en;
}

/** Is this key of the JSON block switched on? */
export function isOn(key, block, report) {
  const value = block?.[key];
  if (value !== undefined && typeof value !== 'boolean') report('wrong-type', 'warning', `${key}: ${value}`);
  return value === true;
}
