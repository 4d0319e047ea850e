import type { Gate } from '../components/terms/terms.js';
import type { Mood } from './states.d.ts';

/** What the operator of a site gave it, as far as pages take it: see docs/brand.md. */

/** By language; where one is missing, `en` is said. */
export type ByLanguage<T> = { en: T } & Record<string, T>;

export interface Colors {
  ground: string;
  counter: string;
  ink: string;
  inkSoft: string;
  action: string;
  onAction: string;
}

export interface Terms {
  version: string;
  url: ByLanguage<string>;
}

export interface After {
  message: ByLanguage<string> | null;
  link: { url: string; label: ByLanguage<string> } | null;
  /** How long a kiosk shows photos after the last one, milliseconds; null: as long as ours. */
  staysMs: number | null;
}

/** Each part null where there is none, or none that can be taken. */
export interface Brand {
  name: string | null;
  /** Path below the site's root. */
  logo: string | null;
  colors: { light: Colors | null; dark: Colors | null };
  attract: ByLanguage<string[]> | null;
  terms: Terms | null;
  after: After;
}

export interface Site {
  name: string;
  /** Lists in the place of those of the locale, by key. */
  words: Record<string, ByLanguage<string[]>>;
  after: After | null;
  /** What a visitor accepts before he picks photos; null: nothing. */
  gate: Gate | null;
  /** What the phone says when all has arrived; null: nothing, or it has not come yet. */
  thanks: { update: (sent: number, mood: Mood) => void } | null;
  /** It is known how the page looks, or was waited for long enough. */
  known: Promise<unknown> | null;
}
