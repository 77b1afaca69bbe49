/** What the browsers ask for by themselves, pages or no pages, although told not to. */
export const NOISE = [
  /^(accounts|clients\d?|android\.clients|mtalk|sb-ssl)\.google\.com$/,
  /^(update|optimizationguide-pa|content-autofill|safebrowsing|safebrowsingohttpgateway)\.googleapis\.com$/,
  /^(passwordsleakcheck-pa|chromewebstore)\.googleapis\.com$/,
  /\.gvt1\.com$/,
  /(^|\.)(mozilla\.(com|org|net)|firefox\.com)$/,
];
