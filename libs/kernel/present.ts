/** What has no members of its own to leave out. */
type Whole = string | number | boolean | bigint | ((...given: never[]) => unknown);

/** T with absent members in the place of those that may be undefined, at every depth. */
export type Present<T> = T extends Whole
  ? T
  : T extends readonly (infer Each)[]
    ? readonly Present<Each>[]
    : T extends object
      ? { readonly [K in keyof T as undefined extends T[K] ? never : K]: Present<T[K]> } & {
          readonly [K in keyof T as undefined extends T[K] ? K : never]?: Present<Exclude<T[K], undefined>>;
        }
      : T;

/** What may be given for T: undefined is as good as absent for every member that T may lack, at every depth. */
type Given<T> = T extends Whole
  ? T
  : { [K in keyof T]: Given<T[K]> | (Pick<T, K> extends Required<Pick<T, K>> ? never : undefined) };

/**
 * Leaves undefined members out, at every depth: an event has them or does not. Name its type and give its members one by one,
 * `present<PartnerVerified>({ ground, until })`, so that nothing of a command strays into an event; without a name, the
 * type follows from the members.
 */
export function present<T>(members: T): Present<T>;
export function present<T>(members: Given<T>): T;
export function present(members: unknown): unknown {
  return without(members);
}

/** What has nothing to leave out is given back itself, and so is what is no plain object (a date, a map). */
function without(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return withoutIn(value);
  return Object.getPrototypeOf(value) === Object.prototype ? withoutMembers(value as Record<string, unknown>) : value;
}

function withoutIn(values: readonly unknown[]): readonly unknown[] {
  let kept: unknown[] | undefined;
  for (let i = 0; i < values.length; i++) {
    const each = without(values[i]);
    if (each !== values[i]) kept ??= values.slice(0, i);
    kept?.push(each);
  }
  return kept ?? values;
}

/** Most objects have nothing to leave out: they are looked through, and built anew only from the first member that goes. */
function withoutMembers(members: Readonly<Record<string, unknown>>): unknown {
  let kept: Record<string, unknown> | undefined;
  let seen = 0;
  for (const name in members) {
    const member = members[name];
    const left = without(member);
    if (kept === undefined && (left !== member || left === undefined)) kept = firstOf(members, seen);
    if (kept !== undefined && left !== undefined) put(kept, name, left);
    seen += 1;
  }
  return kept ?? members;
}

function firstOf(members: Readonly<Record<string, unknown>>, count: number): Record<string, unknown> {
  const first: Record<string, unknown> = {};
  let seen = 0;
  for (const name in members) {
    if (seen++ === count) break;
    put(first, name, members[name]);
  }
  return first;
}

/** A member of any name becomes one of its own: assigning to `__proto__` would not. */
function put(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
  else members[name] = value;
}
