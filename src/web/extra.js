// What few pages need, a module of its own that is imported there and nowhere else: what the banner says where it asks anew or
// can be closed, and receipts. It stands alone: the ways into the engine are handed to it.
import { receipts } from './receipt.js';
import { isOn, usual } from './seldom.js';

/**
 * `attribute`: the tag's `data-endpoint`; `block`: the JSON block; `anew`: was what is asked answered for an earlier revision?
 * `on`, `call`: the ways into the engine, see `call.js`; `report`: for diagnostics. Gives what makes a receipt of an answer, or
 * nothing where the site wants none.
 */
export function start(attribute, block, anew, on, call, report) {
  const keys = [];
  if (isOn('close', block, report)) keys.push('without');
  if (anew) keys.push('news');
  if (keys.length) {
    const drawn = () => {
      const banner = document.querySelector('optgate-banner:not([data-optgate-extra])');
      if (banner) complete(banner, keys, block, on, call);
    };
    new MutationObserver(drawn).observe(document.documentElement, { childList: true });
    drawn();
  }
  return receipts(attribute, block, anew, on, call, report);
}

/** Adds to a banner, before it is painted, what stands in it on few visits. To close it is to refuse. */
function complete(banner, keys, block, on, call) {
  const { lang } = banner;
  const own = Object.entries(block?.texts ?? {}).find(([tag]) => tag.toLowerCase() === lang.toLowerCase())?.[1];
  const text = (key) => (typeof own?.[key] === 'string' && own[key]) || usual(lang)[key];
  banner.dataset.optgateExtra = '';
  if (keys.includes('news')) banner.querySelector('p').prepend(`${text('news')} `);
  if (keys.includes('without')) {
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'optgate-quiet';
    close.dataset.optgate = 'reject';
    close.textContent = text('without');
    banner.querySelector('.optgate-actions').append(close);
  }
  // Part of what was shown, so that a receipt says so; the owner's words are known.
  call(on.loaded, `\0\0${keys.map((key) => `${key}=${usual(lang)[key]}`).join('\n')}`);
}
