/**
 * The same function of an object, which remembers its answers for the last objects that it was asked for; these must not
 * change. Not by weak references: collecting those costs more than the answers.
 */
export function remembered<Key extends object, Answer>(of: (key: Key) => Answer, most = 4_096): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    let answer = known.get(key);
    if (answer === undefined) {
      if (known.size >= most) known.clear();
      known.set(key, (answer = of(key)));
    }
    return answer;
  };
}
