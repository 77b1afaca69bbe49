// Pages with packages from npm that show videos of YouTube's, as their documentation writes them.
import { bundled } from './bundle.mjs';

const css = (path) => `<link rel="stylesheet" href="/npm/${path}">`;
const js = (path, attributes = '') => `<script src="/npm/${path}" ${attributes}></script>`;
const both = (base) => css(`${base}.css`) + js(`${base}.js`);

/** The first video of each page, and another. */
export const FILM = 'first-film0';
export const OTHER = 'other-film0';
const embed = (id, query = '') => `https://www.youtube.com/embed/${id}${query}`;
const watch = (id) => `https://www.youtube.com/watch?v=${id}`;

/** Two links to videos, with `attributes`. */
const links = (href, attributes) => [FILM, OTHER].map((id) => `<p><a ${attributes} href="${href(id)}">Film ${id}</a></p>`).join('');

const key = (name) => (page) => page.keyboard.press(name);

/** Waits until the page holds so many elements. */
const count = (selector, wanted) => (page) => page.waitForFunction((each, number) => document.querySelectorAll(each).length === number, {}, selector, wanted);

/** Presses a button of tarteaucitron's question until it is gone: it is there a moment before it listens. */
const answer = (selector) => (page) => page.waitForFunction((wanted) => {
  const button = document.querySelector(wanted);
  button.click();
  return !button.checkVisibility();
}, { polling: 100 }, selector);

/** Its sprite and its empty film would come from its own network. */
const PLYR = `<script>window.plyr = new Plyr('#film', { iconUrl: '/npm/plyr/dist/plyr.svg', blankVideo: '' });</script>`;

const FANCYBOX = {
  head: js('jquery/dist/jquery.js') + both('@fancyapps/fancybox/dist/jquery.fancybox'),
  body: links(watch, 'data-fancybox="films"'),
  opener: '[data-fancybox]',
  inside: '.fancybox-slide--current',
  // It fetches the script that steers players once its slide has come to rest, which may be behind the press.
  steered: () => window.YT?.Player,
  next: key('ArrowRight'),
  complains: 'YouTube player element ID required.',
  close: (page) => page.click('.fancybox-button--close'),
  closed: count('.fancybox-container', 0),
};

/**
 * Lightboxes: `opener` is pressed, `inside` is where the video shows then, `steered` waits for the script that steers it,
 * `next` goes to the other one, `close` ends it and `closed` waits for that. `complains` is what their own script throws
 * at a slide that holds a placeholder and no iframe; nothing else comes of it.
 */
export const LIGHTBOXES = {
  'glightbox, external': {
    body: `${links(embed, 'class="glightbox" data-type="external" data-width="900px" data-height="506px"')}${both('glightbox/dist/css/glightbox').replace('css/glightbox.js', 'js/glightbox.js')}
      <script>GLightbox({ selector: '.glightbox' });</script>`,
    opener: '.glightbox',
    inside: '.gslide.current.loaded',
    keepsFocus: true,
    next: key('ArrowRight'),
    close: (page) => page.click('.gclose'),
    closed: count('.glightbox-container', 0),
  },
  'photoswipe, a slide of HTML': {
    head: css('photoswipe/dist/photoswipe.css'),
    body: `<button id="open">Films</button><script type="module">
      import PhotoSwipeLightbox from '/npm/photoswipe/dist/photoswipe-lightbox.esm.js';
      const lightbox = new PhotoSwipeLightbox({
        dataSource: ['${FILM}', '${OTHER}'].map((id) => ({ html: '<iframe width="800" height="450" src="${embed('\' + id + \'')}"></iframe>' })),
        pswpModule: () => import('/npm/photoswipe/dist/photoswipe.esm.js'),
      });
      lightbox.init();
      document.getElementById('open').onclick = () => lightbox.loadAndOpen(0);
      window.ready = true;
    </script>`,
    ready: () => window.ready,
    opener: '#open',
    inside: '.pswp__item[aria-hidden=false]',
    next: key('ArrowRight'),
    close: (page) => page.click('.pswp__button--close'),
    closed: count('.pswp', 0),
  },
  'photoswipe, content of its own type': {
    head: css('photoswipe/dist/photoswipe.css'),
    body: `<div id="gallery">${links(embed, 'data-pswp-type="video-embed" data-pswp-width="800" data-pswp-height="450"')}</div><script type="module">
      import PhotoSwipeLightbox from '/npm/photoswipe/dist/photoswipe-lightbox.esm.js';
      const lightbox = new PhotoSwipeLightbox({ gallery: '#gallery', children: 'a', pswpModule: () => import('/npm/photoswipe/dist/photoswipe.esm.js') });
      lightbox.on('contentLoad', (event) => {
        const { content } = event;
        if (content.type !== 'video-embed') return;
        event.preventDefault();
        content.element = document.createElement('div');
        content.element.className = 'pswp__video-container';
        const iframe = document.createElement('iframe');
        iframe.setAttribute('allowfullscreen', '');
        iframe.style.cssText = 'width: 100%; height: 100%';
        iframe.src = content.data.src;
        content.element.appendChild(iframe);
      });
      lightbox.init();
      window.ready = true;
    </script>`,
    ready: () => window.ready,
    opener: '#gallery a',
    inside: '.pswp__item[aria-hidden=false]',
    next: key('ArrowRight'),
    close: (page) => page.click('.pswp__button--close'),
    closed: count('.pswp', 0),
  },
  fancybox: FANCYBOX,
  'bootstrap, a modal that gives its iframe an address': {
    head: css('bootstrap/dist/css/bootstrap.css') + js('bootstrap/dist/js/bootstrap.bundle.js', 'defer'),
    body: `<button data-bs-toggle="modal" data-bs-target="#modal" data-film="${embed(FILM)}">Film</button>
      <button data-bs-toggle="modal" data-bs-target="#modal" data-film="${embed(OTHER)}" id="second">Other film</button>
      <div class="modal" id="modal" tabindex="-1" aria-label="Film"><div class="modal-dialog modal-lg"><div class="modal-content">
      <div class="modal-header"><button type="button" class="btn-close" data-bs-dismiss="modal" aria-label="Close"></button></div>
      <div class="modal-body"><div class="ratio ratio-16x9"><iframe allowfullscreen></iframe></div></div></div></div></div>
      <script>
        const modal = document.getElementById('modal');
        modal.addEventListener('show.bs.modal', (event) => { modal.querySelector('iframe').src = event.relatedTarget.dataset.film; });
      </script>`,
    ready: () => window.bootstrap,
    opener: '[data-film]',
    inside: '#modal.show',
    close: (page) => page.click('.btn-close'),
    closed: count('#modal.show', 0),
  },
};


/** Its strip of thumbnails, and whom that contacts once the visitor opens it. */
export const STRIPS = {
  'fancybox, pictures of YouTube\'s': { ...FANCYBOX, wanted: ['img.youtube.com'] },
  'fancybox, pictures of the site': { ...FANCYBOX, body: links(watch, 'data-fancybox="films" data-thumb="/poster.png"'), wanted: [] },
};

/** Videos that stand in the page; `before` is what the visitor has to do first. */
export const BLOCKS = {
  'lite-youtube-embed, a module': {
    head: css('lite-youtube-embed/src/lite-yt-embed.css') + js('lite-youtube-embed/src/lite-yt-embed.js', 'type="module"'),
    body: `<lite-youtube videoid="${FILM}" playlabel="A film"></lite-youtube>`,
    ready: () => customElements.get('lite-youtube'),
  },
  // Here the element is its own before anybody else sees it.
  'lite-youtube-embed, before the body': {
    head: css('lite-youtube-embed/src/lite-yt-embed.css') + js('lite-youtube-embed/src/lite-yt-embed.js'),
    body: `<lite-youtube videoid="${FILM}" playlabel="A film"></lite-youtube>`,
  },
  iframemanager: {
    head: css('@orestbida/iframemanager/dist/iframemanager.css') + js('@orestbida/iframemanager/dist/iframemanager.js', 'defer'),
    body: `<div data-service="youtube" data-id="${FILM}" data-title="A film" data-autoscale></div>
      <script>addEventListener('load', () => {
        window.iframemanager().run({ currLang: 'en', services: { youtube: {
          embedUrl: 'https://www.youtube-nocookie.com/embed/{data-id}', thumbnailUrl: 'https://i3.ytimg.com/vi/{data-id}/hqdefault.jpg',
          iframe: { allow: 'accelerometer; encrypted-media; gyroscope; picture-in-picture; fullscreen;' },
          languages: { en: { notice: 'This content is hosted by a third party.', loadBtn: 'Load video', loadAllBtn: 'Do not ask again' } },
        } } });
        window.ready = true;
      });</script>`,
    ready: () => window.ready,
  },
  tarteaucitronjs: {
    head: `${js('tarteaucitronjs/tarteaucitron.js')}<script>tarteaucitron.init({ privacyUrl: '/privacy', highPrivacy: true, AcceptAllCta: true, DenyAllCta: true, showIcon: false, orientation: 'top' });</script>`,
    body: `<div class="youtube_player" data-videoID="${FILM}" width="640" height="360"></div>
      <script>(tarteaucitron.job = tarteaucitron.job || []).push('youtube');</script>`,
    ready: () => document.getElementById('tarteaucitronAlertBig')?.checkVisibility(),
    // It asks over the page, and loads nothing by itself.
    before: answer('#tarteaucitronAllDenied2'),
    control: answer('#tarteaucitronPersonalize2'),
  },
  lazysizes: {
    head: js('lazysizes/lazysizes.js', 'async'),
    body: `<iframe class="lazyload" data-src="${embed(FILM)}" width="640" height="360"></iframe>`,
    ready: () => window.lazySizes,
  },
  'vanilla-lazyload': {
    body: `<iframe class="lazy" data-src="${embed(FILM)}" width="640" height="360"></iframe>${js('vanilla-lazyload/dist/lazyload.js')}
      <script>window.lazy = new LazyLoad();</script>`,
    ready: () => window.lazy,
  },
  'youtube-player, an iframe': {
    head: bundled('youtubePlayer', 'youtube-player'),
    body: `<iframe id="film" data-src="${embed(FILM, '?enablejsapi=1')}" width="640" height="360"></iframe>
      <script>youtubePlayer('film').on('ready', ({ target }) => { window.steered = target.getIframe(); });</script>`,
    steered: () => window.steered && window.steered === document.querySelector('optgate-frame > iframe#film'),
  },
  'plyr, a div': {
    head: both('plyr/dist/plyr'),
    body: `<div id="film" data-plyr-provider="youtube" data-plyr-embed-id="${FILM}"></div>${PLYR}`,
    ready: () => window.plyr,
  },
  'plyr, an iframe': {
    head: both('plyr/dist/plyr'),
    body: `<div class="plyr__video-embed" id="film"><iframe data-src="${embed(FILM)}" allowfullscreen></iframe></div>${PLYR}`,
    // Without the tag nothing gives it its address.
    live: (text) => text.replace(`<iframe data-src="${embed(FILM)}`, `<iframe src="${embed(FILM)}`),
    ready: () => window.plyr,
  },
  'WordPress, the embed block': {
    head: '<link rel="stylesheet" href="/wordpress/block-library.css">',
    body: `<div class="wp-embed-responsive"><figure class="wp-block-embed is-type-video is-provider-youtube wp-block-embed-youtube wp-embed-aspect-16-9 wp-has-aspect-ratio">
      <div class="wp-block-embed__wrapper"><iframe title="A film" width="500" height="281" data-purpose="media" data-src="${embed(FILM, '?feature=oembed')}" frameborder="0"
      allow="accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; web-share" allowfullscreen></iframe></div></figure></div>`,
    live: (text) => text.replace('data-purpose="media" data-src', 'src'),
    // The block's own box, by WordPress's own sheet.
    fills: '.wp-block-embed__wrapper',
  },
  'TYPO3, a film of its file list': {
    body: `<div class="ce-gallery"><figure class="video"><div class="video-embed"><iframe data-purpose="media"
      data-src="https://www.youtube-nocookie.com/embed/${FILM}?autohide=1&amp;controls=1&amp;enablejsapi=1&amp;origin=http%3A%2F%2Flocalhost"
      allowfullscreen width="640" height="360" class="video-embed-item" title="A film" allow="fullscreen"></iframe></div></figure></div>`,
    live: (text) => text.replace(/data-purpose="media"\s+data-src/, 'src'),
  },
};

/** Tells the test which player the API has called ready. */
const TOLD = 'events: { onReady: ({ target }) => { window.ready = target; } }';

/**
 * Players that the script of YouTube's API is to put into an empty element. It is held, and until it runs nobody knows which video goes
 * where: without `optgate-players.js` there is no placeholder, but nothing is fetched either, and they come once YouTube is given.
 * `steers` gives what the package steers the player by.
 */
export const MADE = {
  "YouTube's own example": {
    body: `<div id="player"></div><script>
      const tag = document.createElement('script');
      tag.src = 'https://www.youtube.com/iframe_api';
      const first = document.getElementsByTagName('script')[0];
      first.parentNode.insertBefore(tag, first);
      function onYouTubeIframeAPIReady() {
        window.player = new YT.Player('player', { height: '390', width: '640', videoId: '${FILM}', playerVars: { playsinline: 1 }, ${TOLD} });
      }
    </script>`,
  },
  'youtube-player, a div': {
    head: bundled('youtubePlayer', 'youtube-player'),
    body: `<div id="film"></div><script>youtubePlayer('film', { videoId: '${FILM}' }).on('ready', ({ target }) => { window.ready = target; });</script>`,
  },
  'video.js with videojs-youtube': {
    head: both('video.js/dist/video-js').replace('video-js.js', 'video.js') + js('videojs-youtube/dist/Youtube.js'),
    body: `<video id="film" class="video-js" controls width="640" height="360"
      data-setup='{ "techOrder": ["youtube"], "sources": [{ "type": "video/youtube", "src": "${watch(FILM)}" }], "youtube": { "ytControls": 2 } }'></video>`,
    steers: () => window.videojs.getPlayer('film').tech({ IWillNotUseThisInPlugins: true }).ytPlayer,
  },
  'glightbox, video': {
    head: both('glightbox/dist/css/glightbox').replace('css/glightbox.js', 'js/glightbox.js'),
    body: `${links(watch, 'class="glightbox"')}
      <script>GLightbox({ plyr: { css: '/npm/plyr/dist/plyr.css', js: '/npm/plyr/dist/plyr.js', config: { iconUrl: '/npm/plyr/dist/plyr.svg', blankVideo: '' } } });</script>`,
    opener: '.glightbox',
    // It shows a slide only once the player in it is ready, so that a placeholder there is not seen.
    waits: true,
    // Plyr asks it for the film's title, once YouTube is given; it is nobody's whom the tag knows.
    besides: ['noembed.com'],
    close: (page) => page.click('.gclose'),
    closed: count('.glightbox-container', 0),
  },
  'Elementor, the video widget': {
    body: `<div class="elementor-element elementor-widget elementor-widget-video" data-widget_type="video.default"
      data-settings='{"youtube_url":"${watch(FILM)}","video_type":"youtube","controls":"yes"}'><div class="elementor-widget-container">
      <div class="elementor-wrapper elementor-open-inline"><div class="elementor-video"></div></div></div></div>
      <script>
        window.onYouTubeIframeAPIReady = () => new YT.Player(document.querySelector('.elementor-video'), { videoId: '${FILM}', playerVars: { controls: 1 }, ${TOLD} });
        const api = document.createElement('script');
        api.src = 'https://www.youtube.com/iframe_api';
        document.scripts[0].before(api);
      </script>`,
  },
};
