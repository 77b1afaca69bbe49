// A placeholder: drawn, put off on a page full of them, and whether its notice could be read.
import { call, current, on } from './call.js';
import { all, build } from './layer.js';
import { free } from './release.js';
import { entitle } from './box.js';

/** Replaces the content; a placeholder also says in which `state` it is now. */
export function draw(ops, state) {
  const { id } = current.querySelector(':scope>iframe') ?? {};
  if (id) current.id = id;
  free(() => {
    const content = build(ops);
    const frame = content.querySelector('iframe');
    if (frame) entitle(frame);
    current.replaceChildren(content);
  });
  const player = current.querySelector(':scope>iframe[src*="enablejsapi=1"]');
  if (player && current.id) {
    // Scripts of the page look for the player by this id. A rule for it may have given the box.
    const { offsetWidth: width, offsetHeight: height } = current;
    player.id = current.id;
    current.removeAttribute('id');
    if (current.offsetWidth !== width || current.offsetHeight !== height) current.style.cssText += `;box-sizing:border-box;max-width:100%;width:${width}px;height:${height}px`;
  }
  if (state) current.dataset.optgateState = state;
  if (state === 'closed' && current.dataset.provider === 'youtube' && whole.length < 20) whole.push(current.firstElementChild);
}

/** The first placeholders of videos, drawn whole. */
const whole = [];
/** Watches those that were not. */
let nearing;

/**
 * On a page full of videos a placeholder beyond the twentieth is its named button alone until it comes within a window's
 * height: the rest would take most of the page's time. Leaves `frame` at that if nothing was drawn in it yet; true where it is left so.
 */
export function defer(frame) {
  const { optgateState: state, provider, title = frame.title } = frame.dataset;
  const model = whole[19];
  if (state != null || !model || provider !== 'youtube') return state === 'far';
  const player = model.cloneNode();
  const button = model.querySelector('button').cloneNode();
  button.ariaLabel = model.lastElementChild.firstChild.textContent + (title && `: ${title}`);
  player.append(button);
  frame.replaceChildren(player);
  frame.dataset.optgateState = 'far';
  if (!nearing) {
    nearing = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && complete(entry.target)), { rootMargin: '100%' });
    addEventListener('beforeprint', () => all('[data-optgate-state=far]').forEach(complete));
  }
  nearing.observe(frame);
  return true;
}

/** Draws the rest of a placeholder; false: it was not there to be read. */
function complete(frame) {
  nearing.unobserve(frame);
  const focused = frame.contains(document.activeElement);
  call(on.sync, frame.localName, frame);
  if (focused) frame.querySelector('button').focus();
  return false;
}

/**
 * Could the notice of this placeholder be read? It wraps out of a box too small for it; then the first press opens
 * it with a button of its own, over the whole box, or over the page where the box has no room for it even so.
 */
export function readable() {
  if (defer(current)) return complete(current);
  const player = current.querySelector('.optgate-player');
  if (!player) return false;
  const notice = player.lastElementChild;
  const fits = (element) => {
    const outer = player.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    return inner.width && inner.bottom <= outer.bottom + 1 && inner.right <= outer.right + 1 && inner.left >= outer.left - 1 && inner.top >= outer.top;
  };
  if (player.matches('.optgate-open') || fits(notice)) return true;
  player.className += ' optgate-open';
  if (!fits(notice.querySelector('p')) && notice.showPopover) {
    notice.popover = 'auto';
    notice.onbeforetoggle = ({ newState }) => {
      if (newState === 'closed') player.className = 'optgate-player';
    };
    notice.showPopover();
  }
  notice.querySelector('[data-optgate=play]').focus();
  return false;
}
