import { UnwritableActivity } from '#iati/writer';
import { UnwritableText, unwritableCharacter } from '#iati/xml';

/**
 * What `write` makes of a value. Events may hold what XML cannot carry (a control character in a name), for ever: such a
 * character becomes U+FFFD, which the rules have reported, rather than keeping a fund from publishing.
 */
export function legibly<Value, Written>(write: (value: Value) => Written, value: Value): Written {
  try {
    return write(value);
  } catch (error) {
    if (!(error instanceof UnwritableActivity || error instanceof UnwritableText)) throw error;
    return write(legible(value));
  }
}

/** A copy in which every string can be written. */
function legible<Value>(value: Value): Value {
  if (typeof value === 'string') {
    let text: string = value;
    for (let found; (found = unwritableCharacter(text));) {
      const width = text.codePointAt(found.offset)! > 0xffff ? 2 : 1;
      text = `${text.slice(0, found.offset)}\uFFFD${text.slice(found.offset + width)}`;
    }
    return text as Value;
  }
  if (Array.isArray(value)) return value.map((each: unknown) => legible(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, legible(member as unknown)])) as Value;
}
