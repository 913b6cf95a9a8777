import type { EventRecord } from '#kernel/record';

/** Where the record of an event stands, as JSON in UTF-8. */
export interface RecordPlace {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** What of an event's data says whose it is. */
export interface Saying {
  readonly activity?: string;
  readonly grant?: string;
  readonly instalment?: string;
  readonly subject?: { readonly kind: string; readonly id?: string };
  readonly for?: { readonly kind: string; readonly id?: string };
  readonly against?: { readonly activity: string };
}

/** Where parts of a record stand, each by its start and its end. */
export type Places = number[];

/**
 * What a record says that stands between two places of some bytes, as the book has it. Nearly all name an activity or a grant
 * and no more: these are only gone through, which takes a fifth of the time that parsing them does. `laid` becomes the places of
 * what is laid of it: all from its data on, without the members of that which are `unread`.
 */
export function sayingIn({ bytes, start, end }: RecordPlace, unread: readonly string[] = [], laid: Places = []): Saying {
  const member = dataIn(bytes, start);
  laid.length = 0;
  const named = member === undefined ? undefined : namedIn(bytes, member, end, unread, laid);
  if (named) return named;
  laid.length = 0;
  laid.push(member ?? start, end);
  return (JSON.parse(bytes.toString('utf8', start, end)) as EventRecord).data as Saying;
}

/** The places of what is laid of a record of whose data all is read. */
export function laidIn({ bytes, start, end }: RecordPlace, laid: Places): void {
  laid.length = 0;
  laid.push(dataIn(bytes, start) ?? start, end);
}

/** Activity, grant and instalment that an object names; undefined where there is more to it, or it is not written as records are. */
function namedIn(bytes: Buffer, member: number, end: number, unread: readonly string[], laid: Places): Saying | undefined {
  const object = member + dataMember.length;
  if (bytes[object] !== openObject) return undefined;
  const said: { activity?: string; grant?: string; instalment?: string } = {};
  // Where what is laid goes on, and whether a member of the data is among it.
  let [from, any]: [number | undefined, boolean] = [member, false];
  for (let at = object + 1; bytes[at] === quote;) {
    const ended = endOfString(bytes, at);
    const name = tellingName(bytes, at + 1, ended);
    const value = ended + 2;
    const next = endOfValue(bytes, value);
    if (name === 'activity' || name === 'grant' || name === 'instalment') {
      if (bytes[value] !== quote) return undefined;
      said[name] = bytes.toString('utf8', value + 1, next - 1);
    } else if (name !== undefined) return undefined;
    if (!isOneOf(unread, bytes, at + 1, ended)) {
      // Behind another member, from the comma on.
      from ??= any ? at - 1 : at;
      any = true;
    } else if (from !== undefined) {
      laid.push(from, any ? at - 1 : at);
      from = undefined;
    }
    if (bytes[next] === closeObject) {
      laid.push(from ?? next, end);
      return said;
    }
    at = next + 1;
  }
  return undefined;
}

const isOneOf = (names: readonly string[], bytes: Buffer, start: number, end: number): boolean => {
  for (const name of names) if (isText(bytes, start, end, name)) return true;
  return false;
};

const telling = ['activity', 'grant', 'instalment', 'subject', 'for', 'against'] as const;

function tellingName(bytes: Buffer, start: number, end: number): (typeof telling)[number] | undefined {
  for (const name of telling) if (isText(bytes, start, end, name)) return name;
  return undefined;
}

/** As it begins in a record. */
const dataMember = '"data":';

/** Where the member of a record's data begins; undefined in one that is not written as records are. */
function dataIn(bytes: Buffer, record: number): number | undefined {
  for (let at = record + 1; bytes[at] === quote;) {
    const end = endOfString(bytes, at);
    if (isText(bytes, at + 1, end, 'data')) return at;
    at = endOfValue(bytes, end + 2) + 1;
  }
  return undefined;
}

const [quote, backslash, openObject, closeObject, openList, closeList, comma] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c];

/** The closing quote of the string that begins at `from`. */
function endOfString(bytes: Buffer, from: number): number {
  let at = from + 1;
  while (bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

/** Behind the value that begins at `from`. */
function endOfValue(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; ; at++) {
    const byte = bytes[at]!;
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === openObject || byte === openList) depth += 1;
    else if (byte === closeObject || byte === closeList) {
      // A number or a word ends where what holds it does.
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === comma && depth === 0) return at;
    else continue;
    if (depth === 0 && byte !== comma) return at + 1;
  }
}

function isText(bytes: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false;
  return true;
}
