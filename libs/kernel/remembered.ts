/** Objects that are remembered where each is of use for a short time: what is held for long grows old, and is moved twice before. */
export const fewAtOnce = 32;

/**
 * The same function of an object, which remembers its answers for the last objects that it was asked for; these must not
 * change. Not by weak references: collecting those costs more than the answers.
 */
export function remembered<Key extends object, Answer>(of: (key: Key) => Answer, most = 4_096): (key: Key) => Answer {
  let known = new Map<Key, Answer>();
  return (key) => {
    let answer = known.get(key);
    if (answer === undefined) {
      // Not cleared: the table of a map that is cleared leads to the next one, so that all of them grow old together.
      if (known.size >= most) known = new Map();
      known.set(key, (answer = of(key)));
    }
    return answer;
  };
}
