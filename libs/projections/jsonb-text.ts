import type { Json } from '#kernel/canonical';

/**
 * A document as PostgreSQL writes one of type `jsonb`: members sorted by the length of their names, then by their bytes, with a
 * space behind each colon and comma. Of a number that is no whole one, or too large to be told exactly, it is not always the
 * same text.
 */
export function jsonbText(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    let text = '';
    for (const each of value as readonly Json[]) text += text === '' ? jsonbText(each) : `, ${jsonbText(each)}`;
    return `[${text}]`;
  }
  const object = value as Readonly<Record<string, Json | undefined>>;
  let text = '{';
  for (const name of orderOf(Object.keys(object))) {
    const member = object[name];
    // As JSON.stringify has it.
    if (member === undefined) continue;
    text += `${text.length === 1 ? '' : ', '}${quoted(name)}: ${jsonbText(member)}`;
  }
  return `${text}}`;
}

/** Whether a text stands between its quotes as it is. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0x80) return false;
  }
  return true;
}

const quoted = (text: string): string => (text.length <= 64 && isPlain(text) ? `"${text}"` : JSON.stringify(text));

/** The names in the order of `jsonb`; few are not sorted so, or have to be looked at twice. */
function orderOf(names: string[]): readonly string[] {
  for (let at = 1; at < names.length; at++) if (!isBefore(names[at - 1]!, names[at]!)) return names.toSorted(byLength);
  return names;
}

const isBefore = (a: string, b: string): boolean => byLength(a, b) < 0;

/** Lengths are those of the bytes; where they differ from those of the text, the bytes are looked at. */
function byLength(a: string, b: string): number {
  if (isPlain(a) && isPlain(b)) return a.length - b.length || (a < b ? -1 : a === b ? 0 : 1);
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length - other.length || one.compare(other);
}
