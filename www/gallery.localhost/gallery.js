// Shows the pictures that `cargo xtask gallery` has made, from their list: grouped by view, in the order of the list.
const VIEWS = {
  banner: ['Banner', 'The first layer, on a first visit.'],
  'banner-anew': ['Banner that asks anew', 'After a new revision, with the button of the setting "close".'],
  preferences: ['Preferences', 'The second layer, as it opens before an answer.'],
  'preferences-unfolded': ['Preferences, a service unfolded', 'After "reject", with the button of the setting "receipts".'],
  placeholder: ['Placeholder', 'In place of two videos, the second of which is small.'],
  'placeholder-low': ['Placeholder, too low for its notice', 'After the first press on play, which opens the notice.'],
  services: ['Status line and table of services', 'On a privacy page, which brings the look of the table.'],
};
const WINDOWS = { phone: 'phone', desktop: 'desktop' };
const SCHEMES = { light: 'light', dark: 'dark', forced: 'forced colours' };
const language = new Intl.DisplayNames('en', { type: 'language' });

/** An element with attributes and children. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function picture({ view, window, scheme, lang, file, width, height }) {
  const [title] = VIEWS[view];
  const told = `${language.of(lang)}, ${WINDOWS[window]}, ${SCHEMES[scheme]}`;
  const src = `pictures/${file}`;
  const image = make('img', { src, width, height, loading: 'lazy', alt: `${title}: ${told}` });
  return make('li', { class: window }, make('figure', {}, make('a', { href: src }, image), make('figcaption', {}, told)));
}

function show(pictures) {
  for (const view of new Set(pictures.map((each) => each.view))) {
    const [title, text] = VIEWS[view];
    const list = make('ul', { class: 'pictures' }, ...pictures.filter((each) => each.view === view).map(picture));
    document.getElementById('views').append(make('li', {}, make('a', { href: `#${view}` }, title)));
    const heading = make('h2', { id: view }, title);
    document.querySelector('main').append(make('section', { 'aria-labelledby': view }, heading, make('p', {}, text), list));
  }
  document.getElementById('missing').remove();
}

const reply = await fetch('pictures/gallery.json');
if (reply.ok) show((await reply.json()).pictures);
