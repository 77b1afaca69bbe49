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
  /** A copy of the answer for the visitor's or the site's records, or null. */
  receipt(): object | null;
  /** Looks at content again that was added where the gate cannot see it. */
  scan(root?: ParentNode): void;
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
  /** A path on the same origin. */
  endpoint?: string;
  media?: 'click' | 'banner';
  legacy?: 'ask';
  button?: boolean;
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
