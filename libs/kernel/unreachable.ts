/** Ends a switch over a union: a new member without a case does not compile, and a stray value at run time throws. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
