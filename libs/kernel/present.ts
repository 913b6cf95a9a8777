/** T with absent members in the place of those that may be undefined, at every depth. */
export type Present<T> = T extends string | number | boolean | bigint
  ? T
  : T extends readonly (infer Each)[]
    ? readonly Present<Each>[]
    : T extends object
      ? { readonly [K in keyof T as undefined extends T[K] ? never : K]: Present<T[K]> } & {
          readonly [K in keyof T as undefined extends T[K] ? K : never]?: Present<Exclude<T[K], undefined>>;
        }
      : T;

/** What may be given for T: undefined is as good as absent for every member that T may lack, at every depth. */
type Given<T> = T extends string | number | boolean | bigint
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

/** Objects other than plain ones (dates, maps) stay as they are. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, without(member)]),
  );
}
