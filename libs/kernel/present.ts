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
  if (Array.isArray(value)) {
    const kept = value.map(without);
    return kept.every((each, index) => each === value[index]) ? value : kept;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const members = Object.entries(value);
  const kept = members.map(([name, member]) => [name, without(member)] as const).filter(([, member]) => member !== undefined);
  const same = kept.length === members.length && kept.every(([, member], index) => member === members[index]![1]);
  return same ? value : Object.fromEntries(kept);
}
