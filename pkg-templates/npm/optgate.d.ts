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
  /** The domain the answer holds for. */
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
  /** Withdraws these; without ids, all that is given. */
  withdraw(ids?: string | string[]): void;
  /** Opens the preferences. */
  preferences(): void;
  /** The last receipt, with `receipts` or `endpoint`; null without one, and until its file has come. */
  receipt(): Receipt | null;
  /** Looks at content again that was added where the gate cannot see it. */
  scan(root?: ParentNode): void;
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

export interface Service {
  id: string;
  purpose?: string;
  name?: string;
  provider?: string;
  recipient?: string;
  country?: string;
  safeguard?: string;
  data?: string;
  hosts?: string[];
  paths?: string[];
  cookies?: string[];
  cookieLife?: string;
  retention?: string;
  basis?: string;
  optOut?: string;
  privacy?: string;
}

/** The settings: the keys of the JSON block, which are those of the script tag without `data-`. */
export interface Config {
  google?: string;
  purposes?: string | { id: string; name?: string; text?: string }[];
  services?: Service[];
  privacy?: string;
  imprint?: string;
  controller?: string;
  /** `auto` or a BCP 47 tag. */
  lang?: string;
  languages?: string[];
  texts?: Record<string, Record<string, string>>;
  /** A registrable domain the page is on, or `auto`. */
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
  legacy?: 'ask';
  button?: boolean;
  /** Has the banner a button that goes on without consent? It refuses. */
  close?: boolean;
}

/** Begins, once: later calls change nothing and give the same object. */
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
  code: string;
  level: 'error' | 'warn' | 'info';
  message: string;
  where: string;
}

declare global {
  interface Window {
    optgate?: Optgate;
  }
  interface DocumentEventMap {
    'optgate:ready': CustomEvent;
    'optgate:change': CustomEvent<Change>;
    'optgate:diagnostic': CustomEvent<Diagnostic>;
  }
}
