// Shows the pictures that `cargo xtask gallery` has made, from their list: grouped by view, in the order of the list.
const SCHEMES = { light: 'light', dark: 'dark', forced: 'forced colours' };
const language = new Intl.DisplayNames('en', { type: 'language' });

/** An element with attributes and children. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function picture(title, { window, scheme, lang, file, width, height }) {
  const told = `${language.of(lang)}, ${window}, ${SCHEMES[scheme]}`;
  const src = `pictures/${file}`;
  const image = make('img', { src, width, height, loading: 'lazy', alt: `${title}: ${told}` });
  return make('li', { class: window }, make('figure', {}, make('a', { href: src }, image), make('figcaption', {}, told)));
}

function show({ id, title, text, pictures }) {
  document.getElementById('views').append(make('li', {}, make('a', { href: `#${id}` }, title)));
  const list = make('ul', { class: 'pictures' }, ...pictures.map((each) => picture(title, each)));
  document
    .querySelector('main')
    .append(make('section', { 'aria-labelledby': id }, make('h2', { id }, title), make('p', {}, text), list));
}

const reply = await fetch('pictures/gallery.json');
if (reply.ok) {
  const { views } = await reply.json();
  document.getElementById('missing').remove();
  document.querySelector('nav').hidden = false;
  views.forEach(show);
}
