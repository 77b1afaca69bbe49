// Takes the picture, inside the namespace. Started by shot.mjs.
import fs from 'node:fs';

import { launch } from './engine/index.mjs';
import { furnish, report } from './namespace.mjs';
import { Recorder } from './recorder.mjs';
import { HOSTS, Site } from './site.mjs';
import { Visitor } from './visitor.mjs';

const wanted = JSON.parse(process.argv[2]);
furnish();
const site = new Site();
const recorder = await Recorder.start({ hosts: HOSTS, site: site.handle });
const browser = await launch('chromium', {
  flags: ['--hide-scrollbars', ...(wanted.lang ? [`--accept-lang=${wanted.lang}`] : [])],
});
const root = (html) =>
  html.replace(/<html[^>]*>/i, (open) =>
    ['lang', 'dir']
      .filter((name) => wanted[name])
      .reduce(
        (text, name) =>
          text.replace(new RegExp(` ${name}="[^"]*"`), '').replace('<html', `<html ${name}="${wanted[name]}"`),
        open,
      ),
  );
site.edit(root);
let code = 0;
try {
  const visitor = new Visitor({ browser, recorder, site, engine: 'chromium', records: new Map() });
  await visitor.visit(`http://${wanted.host}/-/empty.html`, { ready: false });
  const [width, height] = [Number(wanted.width), Number(wanted.height)];
  await visitor.tab.command('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await visitor.tab.command('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: wanted.dark ? 'dark' : 'light' },
      { name: 'forced-colors', value: wanted['forced-colors'] ? 'active' : 'none' },
    ],
  });
  const at = wanted.page.startsWith('/') ? wanted.page : `/${wanted.page}`;
  await visitor.visit(`http://${wanted.host}${at}`, { ready: false });
  await visitor.settle();
  for (const selector of wanted.click) {
    await visitor.press(selector);
    await visitor.settle();
  }
  if (wanted.scroll) {
    await visitor.eval(
      (selector) => document.querySelector(selector).scrollIntoView({ block: 'center', behavior: 'instant' }),
      wanted.scroll,
    );
    await visitor.settle();
  }
  const { data } = await visitor.tab.command('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: Boolean(wanted.full),
  });
  fs.writeFileSync(wanted.out, Buffer.from(data, 'base64'));
} catch (error) {
  report({ error: error.message });
  code = 1;
}
await browser.quit();
process.exit(code);
