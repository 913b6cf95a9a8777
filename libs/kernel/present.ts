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
  const kept = values.map(without);
  return kept.every((each, index) => each === values[index]) ? values : kept;
}

/** Most objects have nothing to leave out: they are looked through, and built anew only from the first member that goes. */
function withoutMembers(members: Readonly<Record<string, unknown>>): unknown {
  const names = Object.keys(members);
  let kept: [string, unknown][] | undefined;
  for (const [index, name] of names.entries()) {
    const member = members[name];
    const left = without(member);
    if (left !== member || left === undefined) kept ??= names.slice(0, index).map((each) => [each, members[each]]);
    if (kept && left !== undefined) kept.push([name, left]);
  }
  return kept ? Object.fromEntries(kept) : members;
}
