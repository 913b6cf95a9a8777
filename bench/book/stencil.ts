import { leafHash } from '#audit/tree';
import { recordText } from '#kernel/record';
import type { EventRecord } from '#kernel/record';
import { instantOf } from '#kernel/time';
import { guardSign, kindOf } from '#ledger/accounts';
import { postingsOf } from '#ledger/postings';

/** Where a record of one project differs from that of another. */
type Hole = 'project' | 'group' | 'position' | 'recordedAt' | 'day' | 'version' | 'book';

/** One event of a project with holes: a text before each hole, and one behind the last. */
interface EventStencil {
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
  readonly stream: (values: Values) => string;
  readonly key: (values: Values) => string;
  readonly type: string;
  /** Undefined when it is told from project to project: streams that projects share. */
  readonly version: number | undefined;
}

interface Values {
  readonly book: string;
  readonly project: string;
  readonly group: string;
  readonly day: string;
  position: number;
  recordedAt: string;
  version: number;
}

/** What a project leaves on an account that decisions read, in minor units. */
export interface ProjectBalance {
  /** Names with a project's number are the project's own; the others are shared by the projects of a group or by all. */
  readonly account: (project: string, group: string) => string;
  readonly own: boolean;
  readonly currency: string;
  readonly amountMinor: number;
  readonly guard: number;
}

/** A written event: what the table has of it. */
export interface Stamped {
  readonly text: string;
  readonly leaf: Buffer;
  readonly stream: string;
  readonly key: string;
  readonly type: string;
  readonly version: number;
  readonly recordedAt: string;
}

/**
 * What the product decided for one project, made into a form for all: the records with holes where ids, positions, times and
 * days stand. A stamped record is byte for byte what the product would have written; the spec holds it to that.
 */
export class Stencil {
  private readonly events: readonly EventStencil[];
  readonly balances: readonly ProjectBalance[];
  /** Of the time between two events that are stamped, in microseconds. */
  private readonly stepMicros = 10n;

  constructor(records: readonly EventRecord[], project: string, group: string, day: string) {
    const names = { project, group, day };
    this.events = records.map((record) => stencilOf(record, names));
    this.balances = balancesOf(records, names);
  }

  /** Events of a project. */
  get size(): number {
    return this.events.length;
  }

  /** A project's events from a position on. `nextVersion` gives and counts the versions of streams that projects share. */
  stamp(
    at: { readonly book: string; readonly project: string; readonly group: string; readonly day: string },
    firstPosition: number,
    firstMicros: bigint,
    nextVersion: (stream: string) => number,
  ): Stamped[] {
    const values: Values = { ...at, position: 0, recordedAt: '', version: 0 };
    return this.events.map((event, index) => {
      values.position = firstPosition + index;
      values.recordedAt = instantOf(firstMicros + BigInt(index) * this.stepMicros);
      const stream = event.stream(values);
      values.version = event.version ?? nextVersion(stream);
      let text = event.texts[0]!;
      for (let hole = 0; hole < event.holes.length; hole++) {
        text += values[event.holes[hole]!];
        text += event.texts[hole + 1]!;
      }
      return {
        text,
        leaf: leafHash(text),
        stream,
        key: event.key(values),
        type: event.type,
        version: values.version,
        recordedAt: values.recordedAt,
      };
    });
  }

  /** Microseconds from the first event of a project to the first of the next. */
  get micros(): bigint {
    return BigInt(this.size) * this.stepMicros;
  }
}

interface Names {
  readonly project: string;
  readonly group: string;
  readonly day: string;
}

function stencilOf(record: EventRecord, names: Names): EventStencil {
  const text = recordText(record);
  const shared = !record.stream.includes(names.project);
  const marks: readonly [RegExp, Hole][] = [
    [new RegExp(`(?<="book":")${record.book}(?=","causationId|","commandId)`), 'book'],
    [/(?<="position":)\d+(?=,"recordedAt")/, 'position'],
    [/(?<="recordedAt":")[^"]+/, 'recordedAt'],
    [new RegExp(names.project, 'g'), 'project'],
    [new RegExp(names.group, 'g'), 'group'],
    [new RegExp(names.day, 'g'), 'day'],
    ...(shared ? [[/(?<="version":)\d+(?=\}$)/, 'version'] as [RegExp, Hole]] : []),
  ];
  const found = marks
    .flatMap(([pattern, hole]) => matches(text, pattern).map(({ index, length }) => ({ index, length, hole })))
    .toSorted((a, b) => a.index - b.index);
  const texts = [...found, { index: text.length }].map(({ index }, n) => {
    const before = found[n - 1];
    return text.slice(before ? before.index + before.length : 0, index);
  });
  return {
    texts,
    holes: found.map(({ hole }) => hole),
    stream: named(record.stream, names),
    key: named(record.commandId, names),
    type: record.type,
    version: shared ? undefined : record.version,
  };
}

const matches = (text: string, pattern: RegExp): { index: number; length: number }[] => {
  const every = new RegExp(pattern.source, 'g');
  return [...text.matchAll(every)].map((match) => ({ index: match.index, length: match[0].length }));
};

/** A name as a function of the project and its group. */
function named(text: string, { project, group }: Names): (values: { project: string; group: string }) => string {
  const parts = text.split(new RegExp(`(${project}|${group})`));
  return (values) => parts.map((part) => (part === project ? values.project : part === group ? values.group : part)).join('');
}

function balancesOf(records: readonly EventRecord[], names: Names): ProjectBalance[] {
  const sums = new Map<string, { account: string; currency: string; amountMinor: bigint }>();
  for (const { account, currency, amountMinor } of records.flatMap((record) => [...postingsOf(record)])) {
    if (!kindOf(account).decides) continue;
    const key = `${account} ${currency}`;
    const known = sums.get(key);
    if (known) known.amountMinor += amountMinor;
    else sums.set(key, { account, currency, amountMinor });
  }
  return [...sums.values()].map(({ account, currency, amountMinor }) => {
    const naming = named(account, names);
    return {
      account: (project, group) => naming({ project, group }),
      own: account.includes(names.project),
      currency,
      amountMinor: Number(amountMinor),
      guard: guardSign(account),
    };
  });
}
