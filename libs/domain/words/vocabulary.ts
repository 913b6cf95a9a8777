/** Grammatical gender, as the Romance languages have it. */
export type Gender = 'm' | 'f';

/** A thing as a sentence names it, with its article where the language puts one there, and its gender. */
export interface Noun {
  readonly text: string;
  readonly gender: Gender;
}

/**
 * The words of one language. An adjective is written with both its endings, `firmad[o|a]`, the masculine first, and takes
 * the one of the thing that it is said of. A state that one kind of thing calls otherwise has its word under both names:
 * `condition open`. What has no word is said as it is, with blanks for hyphens.
 */
export interface Vocabulary {
  readonly things: Readonly<Record<string, Noun>>;
  readonly words: Readonly<Record<string, string>>;
  /** Prepositions that melt into the article after them: `de el` is `del`. */
  readonly contractions: Readonly<Record<string, string>>;
  /** Accounts of the chart by their kind; `{0}`, `{1}` are the parts of their key, of which an earmark says itself. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Money of an earmark, `{0}`, and money of none. */
  readonly earmark: { readonly named: string; readonly free: string; readonly freeId: string };
  readonly emptyList: string;
  /** A term with both ends, and one without an end. */
  readonly term: { readonly closed: string; readonly open: string };
}

export const m = (text: string): Noun => ({ text, gender: 'm' });
export const f = (text: string): Noun => ({ text, gender: 'f' });

/** A text with the endings of one gender: `firmad[o|a]` is `firmada`. */
export const inGender = (text: string, gender: Gender): string =>
  text.replaceAll(/\[([^|\]]*)\|([^\]]*)\]/g, gender === 'f' ? '$2' : '$1');
