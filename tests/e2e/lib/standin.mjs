// What the foreign hosts answer: stand-ins for Google's tag, its containers and the player, a pixel for images.
import fs from 'node:fs';

const file = (name) => fs.readFileSync(new URL(`standin/${name}`, import.meta.url));
const GTAG = file('gtag.js');
const GTM = file('gtm.js');
const STUBBORN = file('stubborn.js');
const FRAME = file('frame.html');
const PLAYER = file('player.html');
const PLAYER_API = file('iframe_api.js');
const WIDGET_API = file('widgetapi.js');
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Answers a request to a host that is not the site's. */
export function answerForeign(request, response, host) {
  const path = request.url.split('?')[0];
  const send = (status, type, body) => {
    response.writeHead(status, {
      ...(type && { 'content-type': type }),
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
    response.end(body);
  };
  request.resume();
  if (path === '/gtag/js') {
    const stubborn = request.url.includes('STUBBORN');
    return send(200, 'text/javascript', stubborn ? Buffer.concat([GTAG, STUBBORN]) : GTAG);
  }
  if (path === '/gtm.js') return send(200, 'text/javascript', GTM);
  if (path === '/g/frame.html') return send(200, 'text/html', FRAME);
  if (path === '/iframe_api') return send(200, 'text/javascript', PLAYER_API);
  if (path.endsWith('/www-widgetapi.js')) return send(200, 'text/javascript', WIDGET_API);
  if (path.startsWith('/embed/')) return send(200, 'text/html', PLAYER);
  if (/\/collect$|^\/pagead\//.test(path)) return send(204);
  if (/\.(gif|png|jpg|webp)$/.test(path) || host.endsWith('ytimg.com')) return send(200, 'image/gif', PIXEL);
  if (path.endsWith('.js')) return send(200, 'text/javascript', '');
  if (path.endsWith('.css')) return send(200, 'text/css', '');
  if (path === '/' || /\.html?$|^\/watch$/.test(path))
    return send(200, 'text/html', '<!doctype html><title>Foreign page</title>');
  return send(404, 'text/plain', 'nothing here');
}
