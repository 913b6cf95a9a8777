/** Throws with the law that does not hold. */
export function holds(law: boolean, otherwise: string): void {
  if (!law) throw new Error(otherwise);
}

export const same = (a: bigint, b: bigint, what: string): void => holds(a === b, `${what}: ${a} is not ${b}`);
