// Who is measured: each as its own documentation sets it up, asking for analytics and holding videos. `banner` and `videos` are
// expressions in the page: whether what is asked for is there, and how many placeholders are. `accept` is the button that gives everything,
// `gated` a script that waits for analytics.
import { fileURLToPath } from 'node:url';

const shipped = fileURLToPath(new URL('../../dist/script-tag/', import.meta.url));
const published = (path) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

const TEXT = {
  title: 'We value your privacy',
  description: 'We count visits with Google Analytics, and load videos from YouTube only when you ask for them. You can change your choice at any time.',
  accept: 'Accept all',
  reject: 'Reject all',
  settings: 'Settings',
  save: 'Save selection',
  video: 'This video is hosted by YouTube, which learns your IP address when you load it.',
  load: 'Load video',
  always: 'Always load videos',
};

const VANILLA = {
  categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: { title: TEXT.title, description: TEXT.description, acceptAllBtn: TEXT.accept, acceptNecessaryBtn: TEXT.reject, showPreferencesBtn: TEXT.settings },
        preferencesModal: { title: TEXT.settings, acceptAllBtn: TEXT.accept, acceptNecessaryBtn: TEXT.reject, savePreferencesBtn: TEXT.save, sections: [{ title: 'Analytics', linkedCategory: 'analytics' }] },
      },
    },
  },
};

const MANAGER = {
  currLang: 'en',
  services: {
    youtube: {
      embedUrl: 'https://www.youtube-nocookie.com/embed/{data-id}',
      languages: { en: { notice: TEXT.video, loadBtn: TEXT.load, loadAllBtn: TEXT.always } },
    },
  },
};

const TARTEAUCITRON = {
  privacyUrl: '#privacy', bodyPosition: 'bottom', orientation: 'bottom', groupServices: false, showAlertSmall: false, cookieslist: false,
  showIcon: false, adblocker: false, DenyAllCta: true, AcceptAllCta: true, highPrivacy: true, handleBrowserDNTRequest: false,
  removeCredit: true, useExternalCss: false, useExternalJs: false, mandatory: true,
};

const KLARO = {
  version: 1,
  acceptAll: true,
  translations: { zz: { privacyPolicyUrl: '#privacy' }, en: { purposes: { analytics: 'Analytics', media: 'Media' } } },
  services: [{ name: 'google-analytics', title: 'Google Analytics', purposes: ['analytics'] }, { name: 'youtube', title: 'YouTube', purposes: ['media'] }],
};

const box = (inside) => `<div class="embed">${inside}</div>`;
const count = (selector) => `document.querySelectorAll('${selector}').length`;
const shown = (selector) => `!!document.querySelector('${selector}')?.getClientRects().length`;

/** `folders` by the path under which they are served. */
export const CONTENDERS = {
  'nothing (control)': { head: '', embed: () => box(''), banner: 'true', videos: null },
  "no library, iframes without an address (the browser's own cost)": {
    head: '',
    embed: (number, id) => box(`<iframe data-src="https://www.youtube-nocookie.com/embed/${id}" width="560" height="315" title="Video ${number}"></iframe>`),
    banner: 'true',
    videos: null,
  },
  Optgate: {
    folders: { '/optgate/': shipped },
    head: '<script src="/optgate/optgate.js" data-google="G-TEST123" data-privacy="#privacy" data-imprint="#imprint" data-controller="Muster GmbH"></script>',
    embed: (number, id) => box(`<optgate-frame data-provider="youtube" data-video="${id}" data-title="Video ${number}"></optgate-frame>`),
    banner: shown('optgate-banner'),
    videos: count('.optgate-player'),
    accept: 'optgate-banner [data-optgate=accept]',
    gated: (address) => `<script type="text/plain" data-purpose="analytics" data-src="${address}"></script>`,
  },
  'Optgate, iframes': {
    folders: { '/optgate/': shipped },
    head: '<script src="/optgate/optgate.js" data-google="G-TEST123" data-privacy="#privacy" data-imprint="#imprint" data-controller="Muster GmbH"></script>',
    embed: (number, id) => box(`<iframe data-purpose="media" data-src="https://www.youtube-nocookie.com/embed/${id}" width="560" height="315" title="Video ${number}"></iframe>`),
    banner: shown('optgate-banner'),
    videos: count('.optgate-player'),
  },
  'vanilla-cookieconsent + iframemanager': {
    folders: { '/vcc/': published('vanilla-cookieconsent/dist/'), '/ifm/': published('@orestbida/iframemanager/dist/') },
    head: `<link rel="stylesheet" href="/vcc/cookieconsent.css"><link rel="stylesheet" href="/ifm/iframemanager.css">
<script defer src="/vcc/cookieconsent.umd.js"></script><script defer src="/ifm/iframemanager.js"></script>
<script type="module">iframemanager().run(${JSON.stringify(MANAGER)});CookieConsent.run(${JSON.stringify(VANILLA)})</script>`,
    embed: (number, id) => box(`<div data-service="youtube" data-id="${id}" data-title="Video ${number}" data-autoscale></div>`),
    banner: shown('#cc-main .cm'),
    videos: count('.cll'),
    accept: '#cc-main .cm [data-role=all]',
    gated: (address) => `<script type="text/plain" data-category="analytics" data-src="${address}"></script>`,
  },
  tarteaucitron: {
    folders: { '/tarteaucitron/': published('tarteaucitronjs/') },
    head: `<script>tarteaucitronForceLanguage='en'</script><script defer src="/tarteaucitron/tarteaucitron.min.js"></script>
<script type="module">tarteaucitron.init(${JSON.stringify(TARTEAUCITRON)});tarteaucitron.user.gtagUa='G-TEST123';(tarteaucitron.job=tarteaucitron.job||[]).push('gtag','youtube')</script>`,
    embed: (number, id) => box(`<div class="youtube_player" videoID="${id}" width="560" height="315" title="Video ${number}"></div>`),
    banner: shown('#tarteaucitronAlertBig'),
    videos: count('.youtube_player .tac_activate'),
  },
  klaro: {
    folders: { '/klaro/': published('klaro/dist/') },
    head: `<script>var klaroConfig=${JSON.stringify(KLARO)}</script><script defer src="/klaro/klaro.js"></script>`,
    embed: (number, id) => box(`<iframe data-name="youtube" data-src="https://www.youtube-nocookie.com/embed/${id}" width="560" height="315" title="Video ${number}"></iframe>`),
    banner: shown('#klaro .cookie-notice'),
    videos: count('.context-notice'),
    accept: '#klaro .cookie-notice .cm-btn-success',
    gated: (address) => `<script type="text/plain" data-type="text/javascript" data-name="google-analytics" data-src="${address}"></script>`,
  },
  'lite-youtube-embed (no banner)': {
    folders: { '/lite/': published('lite-youtube-embed/src/') },
    head: '<link rel="stylesheet" href="/lite/lite-yt-embed.css"><script defer src="/lite/lite-yt-embed.js"></script>',
    embed: (number, id) => box(`<lite-youtube videoid="${id}" playlabel="Play: Video ${number}"></lite-youtube>`),
    banner: 'true',
    videos: count('.lyt-playbtn'),
  },
};
