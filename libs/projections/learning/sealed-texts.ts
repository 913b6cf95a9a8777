import type { SaidText } from '#domain/activities/subject';
import { type KeptText, textsOf } from '../content.js';
import type { Db } from '../db.js';
import type { Narratives } from '#domain/fields';

/** What somebody said: an open text, or one that is kept apart; `sealedText` is null where it was erased. */
export interface Said {
  readonly text?: Narratives;
  readonly sealed?: true;
  /** Only for those who may read it. */
  readonly sealedText?: KeptText;
}

/** The texts behind hashes, for those who may read them; for others there are none. */
export class SealedTexts {
  private constructor(private readonly texts: ReadonlyMap<string, KeptText> | undefined) {}

  /** Nobody reads what is sealed. */
  static readonly closed = new SealedTexts(undefined);

  static async opened(db: Db, book: string, hashes: readonly (string | undefined)[]): Promise<SealedTexts> {
    return new SealedTexts(
      await textsOf(
        db,
        book,
        hashes.filter((each) => each !== undefined),
      ),
    );
  }

  /** What was said, as it is shown. */
  said({ text, textHash }: SaidText): Said {
    if (text !== undefined) return { text };
    if (textHash === undefined) return {};
    return this.texts ? { sealed: true, sealedText: this.texts.get(textHash) ?? null } : { sealed: true };
  }
}
