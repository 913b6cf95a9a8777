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

/**
 * Leaves undefined members out, at every depth: an event has them or does not. Name its members one by one, so that nothing
 * of a command strays into an event.
 */
export const present = <T>(value: T): Present<T> => without(value) as Present<T>;

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, without(member)]),
  );
}
