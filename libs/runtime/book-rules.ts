import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fold } from '#kernel/decider';
import { currency } from '#kernel/currency';
import { formatAmount } from '#kernel/money';
import { streams } from '#domain/domain';
import { guardSign, kindOf, onOwnSide } from '#ledger/accounts';
import { carriedBy } from '#ledger/carried';
import { type PostedEvent, type Posting, assertZeroSum, postingsOf } from '#ledger/postings';

let hashed: Buffer | undefined;

/** SHA-256 over the files of the domain and the kernel, by their names. Tests of theirs do not count. */
function hashOfFolds(): Buffer {
  const hash = createHash('sha256').update(process.versions.v8);
  for (const folder of ['domain', 'kernel'].map((name) => join(import.meta.dirname, '..', name))) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
    for (const name of names.filter((each) => /\.(ts|js)$/.test(each) && !/\.(spec|d)\.ts$/.test(each)))
      hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest();
}

/** What whoever keeps books has to know of the domain and the ledger, in one object. */
export const bookRules = {
  /** Of the program text of the domain and of what it is made of, and of how this Node writes values. */
  get folds(): Buffer {
    return (hashed ??= hashOfFolds());
  },

  /** How a kind of stream folds. Throws `RangeError` for a kind that the domain does not have. */
  fold(kind: string): Fold<unknown> {
    const fold = streams.get(kind);
    if (!fold) throw new RangeError(`no such kind of stream: ${JSON.stringify(kind)}`);
    return fold;
  },

  /** The lines of an event, checked to sum to zero. */
  postingsOf(event: PostedEvent): readonly Posting[] {
    const lines = postingsOf(event);
    assertZeroSum(lines);
    return lines;
  },

  /** Whether decisions read the account. */
  decides: (account: string): boolean => kindOf(account).decides,

  guardSign,
  onOwnSide,
  carriedBy,

  /** Decimal text of minor units. */
  formatAmount: (amountMinor: bigint, code: string): string => formatAmount(amountMinor, currency(code)),
};
