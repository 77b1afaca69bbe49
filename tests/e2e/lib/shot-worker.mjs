// Takes pictures, inside the namespace: one browser for all, and for each a storage of its own. Started by shot.mjs and
// gallery.mjs with a list of what is wanted, see shot.mjs; reports each picture as it stands there.
import fs from 'node:fs';
import path from 'node:path';

import { launch } from './engine/index.mjs';
import { furnish, report } from './namespace.mjs';
import { block } from './page.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

const list = JSON.parse(process.argv[2]);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const browser = await launch('chromium', { flags: ['--hide-scrollbars'] });
const visitor = new Visitor({ browser, recorder, site, engine: 'chromium', records: new Map() });

/** The page as it is wanted: its language and direction, and the settings before its tag. */
const edited = (html, { lang, dir, config }) => {
  const given = Object.entries({ lang, dir }).filter(([, value]) => value);
  const turned = html.replace(/<html[^>]*>/i, (open) =>
    given.reduce(
      (text, [name, value]) =>
        text.replace(new RegExp(` ${name}="[^"]*"`), '').replace('<html', `<html ${name}="${value}"`),
      open,
    ),
  );
  return config ? turned.replace('<script src="/optgate.js"', `${block(config)}$&`) : turned;
};

/** Opens the page in the wanted window and scheme. */
async function arrive(wanted) {
  const { width, height, scale = 1, dark, lang } = wanted;
  await visitor.visit(`http://${wanted.host}/-/empty.html`, { ready: false });
  await visitor.resize(Number(width), Number(height), scale);
  await visitor.tab.command('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
      { name: 'forced-colors', value: wanted['forced-colors'] ? 'active' : 'none' },
    ],
  });
  if (lang) {
    const userAgent = await visitor.eval(() => navigator.userAgent);
    await visitor.tab.command('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: lang });
  }
  const address = `http://${wanted.host}${wanted.page.startsWith('/') ? '' : '/'}${wanted.page}`;
  if (wanted.before) {
    site.edit((html) => edited(html, { ...wanted, config: undefined }));
    await visitor.visit(address, { ready: false });
    await visitor.press(wanted.before);
  }
  site.edit((html) => edited(html, wanted));
  await visitor.visit(address, { ready: false });
}

/** Does what has to be done before the picture, and gives what of the page is to be on it; nothing for the window. */
async function show({ click = [], scroll, see, full, of = full && 'html' }) {
  for (const selector of click) await visitor.press(selector);
  if (scroll) {
    await visitor.eval(
      (selector) => document.querySelector(selector).scrollIntoView({ block: 'center', behavior: 'instant' }),
      scroll,
    );
  }
  if (see) await visitor.appears(see);
  await visitor.settle();
  if (!of) return undefined;
  return visitor.eval((selector) => {
    const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height, scale: 1 };
  }, of);
}

let code = 0;
for (const wanted of list) {
  try {
    await arrive(wanted);
    const clip = await show(wanted);
    const { data } = await visitor.tab.command('Page.captureScreenshot', {
      format: path.extname(wanted.out) === '.webp' ? 'webp' : 'png',
      captureBeyondViewport: Boolean(clip),
      clip,
    });
    fs.writeFileSync(wanted.out, Buffer.from(data, 'base64'));
    const { width, height } = clip ?? wanted;
    report({ out: wanted.out, width: Math.round(width), height: Math.round(height) });
  } catch (error) {
    report({ out: wanted.out, error: error.message });
    code = 1;
    break;
  }
  await visitor.fresh();
}
await browser.quit();
process.exit(code);
