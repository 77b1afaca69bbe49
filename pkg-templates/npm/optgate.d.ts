/** Types of Optgate {{version}}. */

/** What has become of a purpose or service. `expired` and `invalidated` are asked again. */
export type State = 'unknown' | 'given' | 'refused' | 'withdrawn' | 'expired' | 'invalidated';

/** Where that comes from: nobody, an answer stored earlier, the visitor on this page, a browser signal (GPC). */
export type Source = 'default' | 'stored' | 'visitor' | 'signal';

export interface Mark {
  status: State;
  source: Source;
}

export interface Status {
  /** True when nothing that is asked is unknown. */
  answered: boolean;
  /** When the answer was given, ISO 8601; null without one. */
  time: string | null;
  revision: number;
  /** The domain the answer holds for; with `auto` this host on pages after the one where it was given. */
  domain: string;
  /** Purposes in use, by id. */
  purposes: Record<string, Mark>;
  /** Services in use, by id. */
  services: Record<string, Mark>;
}

/** `open`: the engine runs; `closed`: WebAssembly is refused; `dead`: the engine stopped. Closed content stays closed. */
export interface Readiness {
  state: 'open' | 'closed' | 'dead';
  reason: string;
}

export interface Optgate {
  readonly version: string;
  /** Never rejects. */
  readonly ready: Promise<Readiness>;
  status(): Status;
  /** Is this purpose or service given? */
  given(id: string): boolean;
  /** Gives these purposes or services; without ids, all that is asked. */
  give(ids?: string | string[]): void;
  /** Refuses everything optional, named today or later. */
  refuse(): void;
  /** Withdraws these; without ids, all that is given, and where nothing is, as `refuse`. */
  withdraw(ids?: string | string[]): void;
  /** Opens the preferences. */
  preferences(): void;
  /** The last receipt, with `receipts` or `endpoint`; null without one, and until its file has come. */
  receipt(): Receipt | null;
  /** Looks after a shadow root too, from then on; without one, looks at the page again. */
  scan(root?: ShadowRoot): void;
}

/** A copy of an answer, in field names of the W3C's profile of ISO/IEC TS 27560: https://w3id.org/dpv/guides/consent-27560. */
export interface Receipt {
  '@context': Record<string, string>;
  '@type': ['dpv:ConsentReceipt'];
  'dct:conformsTo': 'urn:optgate:receipt:1';
  /** Random. */
  'dpv:hasIdentifier': string;
  /** That of the receipt before. */
  'dpv:isAfter'?: string;
  /** ISO 8601. */
  'dct:created': string;
  'dct:creator': 'controller';
  'dct:language': string;
  /** `revision 1`. */
  'dct:hasVersion': string;
  'dpv:isImplementedUsingTechnology': string;
  'dpv:hasEntity': { controller: { 'dpv:hasName': string; 'dpv:hasNotice'?: string } };
  /** What was shown: `sha256:` and the hash of its texts. Absent where nothing of Optgate's was. */
  'dpv:hasNotice'?: [{ '@type': ['dpv:ConsentNotice']; 'dpv:hasIdentifier': string }];
  'dpv:hasProcess': ReceiptProcess[];
}

/** A purpose, or a service with its purpose, and what has been answered about it. */
export interface ReceiptProcess {
  '@type': ['dpv:Process'];
  'dpv:hasPurpose': [{ 'dpv:hasIdentifier': string; 'skos:prefLabel': string }];
  'dpv:hasService'?: [{ 'dpv:hasIdentifier': string; 'skos:prefLabel': string }];
  'dpv:hasDataController': ['controller'];
  'dpv:hasLegalBasis': ['dpv:Consent'];
  'dpv:hasConsentStatus': [{
    '@type': [`dpv:Consent${'Given' | 'Refused' | 'Withdrawn' | 'Expired' | 'Invalidated' | 'Unknown'}`];
    'dct:source': Source;
    /** ISO 8601. */
    'dpv:isIndicatedAtTime': string;
    /** Where and how: `banner: accept`. */
    'dpv:isExercisedAt': string;
    'dpv:hasDuration'?: { '@type': ['dpv:TemporalDuration']; 'rdf:value': string };
  }];
}

/** One text, or a list of texts, which is read as one with commas between. */
export type Texts = string | string[];

/** A purpose of the site's own; what it says is the same in every language. */
export interface Purpose {
  id: string;
  name?: string;
  text?: string;
}

/** A service of the site's own, or what a built-in one of this id says instead. */
export interface Service {
  id: string;
  /** Needed where the id is no built-in one. */
  purpose?: string;
  name?: Texts;
  provider?: Texts;
  recipient?: Texts;
  country?: Texts;
  safeguard?: Texts;
  data?: Texts;
  /** `maps.example`, each with the hosts below it, or `example.com/maps`: blanks or commas between. */
  hosts?: Texts;
  /** `/metrics/`: what paths of the site begin with. */
  paths?: Texts;
  cookies?: Texts;
  cookieLife?: Texts;
  retention?: Texts;
  basis?: Texts;
  optOut?: string;
  privacy?: string;
}

/**
 * The settings: the keys of the JSON block and those of the script tag without `data-`, but for `providers` and `posters`, which need
 * a file beside the tag.
 */
export interface Config {
  /** Ids, with blanks or commas between. */
  google?: Texts;
  /** Ids alone may be one text, with blanks or commas between. */
  purposes?: string | (string | Purpose)[];
  /** An id alone is enough for a built-in one. */
  services?: string | (string | Service)[];
  /** The purposes that a container of Tag Manager needs, by its id. */
  gtm?: Record<string, Texts>;
  privacy?: string;
  imprint?: string;
  controller?: string;
  /** `auto` or a BCP 47 tag. */
  lang?: string;
  /** Tags that `auto` may choose from. */
  languages?: Texts;
  /** Texts of the site's own by language tag, then by key. */
  texts?: Record<string, Record<string, string>>;
  /** A domain the page is on, or `auto`. */
  domain?: string;
  /** From 1; a higher one asks again. */
  revision?: number;
  /** 1 to 400. */
  days?: number;
  theme?: 'auto' | 'light' | 'dark';
  position?: 'bottom' | 'top' | 'center' | 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end';
  /** A path on the same origin, to which receipts are posted. */
  endpoint?: string;
  /** Are receipts made, and kept in the visitor's browser? */
  receipts?: boolean;
  media?: 'click' | 'banner';
  /** Does an `allow` that an earlier consent script has left count, or is it asked again? */
  legacy?: 'keep' | 'ask';
  /** `marked`: unmarked content is reported and not held. */
  hold?: 'all' | 'marked';
  /** Does a withdrawal load the page again? Left out, it does where a container ran, or with `hold: 'marked'`. */
  reload?: boolean;
  button?: boolean;
  /** Has the banner a button that goes on without consent? It refuses. */
  close?: boolean;
  /** Links to other sites of the owner's, with blanks or commas between: an answer does not hold there. */
  sites?: Texts;
}

/** Begins, once: later calls change nothing and give the same object. Where a tag runs already it gives that one's. */
export function start(config?: Config): Optgate;

export interface Change {
  status: Status;
  /** Ids of what changed. */
  changed: string[];
  source: Source;
  /** On withdrawal: what stood in `_ga`, so that the site can ask Google to delete that data. */
  clientIds?: string[];
}

export interface Diagnostic {
  /** One of the README's table: `unknown-key`. */
  code: string;
  level: 'error' | 'warning' | 'info';
  /** What stands on the console. */
  message: string;
  /** A path into the settings, a call or an element. */
  where: string;
}

declare global {
  interface Window {
    optgate?: Optgate;
  }
  interface DocumentEventMap {
    'optgate:ready': CustomEvent<null>;
    'optgate:change': CustomEvent<Change>;
    'optgate:diagnostic': CustomEvent<Diagnostic>;
  }
}
