/** How many entries go, at least, before those that are left move to a new map. */
const leaving = 256;

/**
 * A map of which the entries come and go by the thousand. When a map is full of what was deleted, V8 gives it a new table, and the
 * old one points to the new. Once one of them has been taken for long-lived, all tables that come after it are, and all that stood
 * in them, until the next full collection: every command would stay in memory long after its answer. A new map now and then
 * cuts the chain.
 */
export class TurnoverMap<Key, Value> {
  private entries = new Map<Key, Value>();
  private left = 0;

  get size(): number {
    return this.entries.size;
  }

  get(key: Key): Value | undefined {
    return this.entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.entries.set(key, value);
  }

  delete(key: Key): void {
    if (!this.entries.delete(key)) return;
    this.left += 1;
    if (this.left < Math.max(leaving, this.entries.size)) return;
    this.entries = new Map(this.entries);
    this.left = 0;
  }
}
