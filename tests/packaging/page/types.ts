// Compiled, never run: what a reader of the documentation writes has the types that ship.
import { start, type Change, type Config, type Optgate } from 'optgate';

const config: Config = {
  google: 'G-ABC123 AW-456',
  controller: 'Muster GmbH',
  position: 'bottom-end',
  days: 182,
  receipts: true,
  endpoint: '/receipts',
  services: ['cloudflare-insights', { id: 'maps', purpose: 'media', name: 'Maps', hosts: 'plan.example', cookies: ['_m'] }],
  purposes: [{ id: 'films', name: 'Films', text: 'Shows our films.' }, 'weather'],
  gtm: { 'GTM-ABC': ['analytics'] },
  hold: 'marked',
  legacy: 'keep',
  reload: true,
  sites: ['https://beispiel.example/'],
  languages: ['de', 'en'],
  texts: { de: { title: 'Datenschutz' } },
};
const optgate: Optgate = start(config);

export async function report(): Promise<string> {
  const { state } = await optgate.ready;
  optgate.give('analytics');
  optgate.withdraw(['youtube']);
  const { status, source } = optgate.status().purposes.analytics;
  return `${state} ${status} ${source} ${window.optgate?.given('media')}`;
}

export const answered: string | undefined = optgate.receipt()?.['dpv:hasProcess'][0]?.['dpv:hasConsentStatus'][0]['dpv:isExercisedAt'];

document.addEventListener('optgate:change', ({ detail }) => {
  const change: Change = detail;
  console.log(change.changed.join(), change.clientIds?.length);
});
document.addEventListener('optgate:diagnostic', ({ detail }) => {
  if (detail.level === 'warning') console.log(detail.code, detail.where);
});
document.addEventListener('optgate:ready', () => optgate.scan(document.body.attachShadow({ mode: 'open' })));

// @ts-expect-error There is no such position.
start({ position: 'left' });
// @ts-expect-error A file beside the tag reads them, see the README.
start({ providers: ['vimeo'] });
