/** A map of which the last changes can be taken back. */
export class UndoMap<Key, Value> {
  readonly all = new Map<Key, Value>();
  private readonly keys: Key[] = [];
  private readonly before: (Value | undefined)[] = [];

  /** What was set since `keep`, in order; a key as often as it was set. */
  get changed(): readonly Key[] {
    return this.keys;
  }

  get(key: Key): Value | undefined {
    return this.all.get(key);
  }

  set(key: Key, value: Value): void {
    this.keys.push(key);
    this.before.push(this.all.get(key));
    this.all.set(key, value);
  }

  /** What a key that was set since `keep` had before. */
  kept(key: Key): Value | undefined {
    return this.before[this.keys.indexOf(key)];
  }

  /** Keeps all that was set; what comes now can be taken back to here. */
  keep(): void {
    this.keys.length = 0;
    this.before.length = 0;
  }

  /** Leaves the map as it was at the last `keep`. */
  takeBack(): void {
    for (let i = this.keys.length - 1; i >= 0; i--) putBack(this.all, this.keys[i]!, this.before[i]);
    this.keep();
  }
}

/** Sets an entry to what it was before; nothing: there was none. */
export function putBack<Key, Value>(entries: Map<Key, Value>, key: Key, before: Value | undefined): void {
  if (before === undefined) entries.delete(key);
  else entries.set(key, before);
}
