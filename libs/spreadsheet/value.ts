/**
 * What is written into a cell. A number is exact decimal text with as many decimals as it is to be shown with; a text is never
 * taken for a formula, whatever it begins with.
 */
export type Value =
  | undefined
  | {
      readonly kind: 'text' | 'number' | 'date';
      readonly text: string;
      /** In a workbook its cell is coloured: something is wrong with it. */
      readonly marked?: boolean;
    };

export const textValue = (text: string): Value => ({ kind: 'text', text });

/** A column of a table that is written. */
export interface WrittenColumn {
  readonly header: string;
  /** In characters. */
  readonly width?: number;
  /** The only values that a spreadsheet lets people enter. */
  readonly oneOf?: readonly string[];
}

/** Whether a spreadsheet would take the text for a formula, or already shields it: OWASP's list, full-width signs included. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/** Puts an apostrophe before what would be a formula. Reading takes it off again. */
export const shielded = (text: string): string => (formula.test(text) ? `'${text}` : text);
