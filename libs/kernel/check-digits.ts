/**
 * Arithmetic of check digits, as registers of organisations publish it. Each function takes what the register's form has
 * let through (digits, or digits and capitals where it says so) and gives the check digits that belong to it.
 */

/** The value of a character: digits count as themselves; capitals as their ASCII code less 48, as Brazil has it. */
const valueOf = (character: string): number => character.charCodeAt(0) - 48;

/** The sum of the characters, each with its weight, from the left. */
export const weightedSum = (text: string, weights: readonly number[]): number =>
  Array.from(text).reduce((sum, character, index) => sum + valueOf(character) * weights[index]!, 0);

/** Weights 2, 3, 4... up to `most` and round again, from the right. */
export const risingWeights = (length: number, most: number): readonly number[] =>
  Array.from({ length }, (_, index) => 2 + ((length - 1 - index) % (most - 1)));

/** 11 less the remainder of the weighted sum by 11: 1 to 11. Registers differ in what they write for 10 and 11. */
export const complementOf11 = (text: string, weights: readonly number[]): number => 11 - (weightedSum(text, weights) % 11);

/** ISO/IEC 7812-1 (Luhn): every second digit from the right is doubled, and the digits of all summed. */
export function luhn(digits: string): string {
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const value = (digits.length - index) % 2 === 1 ? 2 * Number(digit) : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** Remainder of a number of any length by 97; capitals count 10 to 35. ISO 7064, MOD 97-10, as in IBAN and LEI. */
export const remainderBy97 = (text: string): number =>
  Array.from(text).reduce((rest, character) => Number(`${rest}${Number.parseInt(character, 36)}`) % 97, 0);

/** The two check digits of ISO 7064 MOD 97-10 for what stands before them. */
export const mod97 = (text: string): string => String(98 - remainderBy97(`${text}00`)).padStart(2, '0');
