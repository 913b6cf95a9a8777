/** Enough for V8 to keep what it learns at a place of the code. */
const readings = 1_000;

/**
 * The client of Redis has a class that extends `String`, and V8 takes what all texts inherit for something that is still being made:
 * compiled code looks every `length` and `charCodeAt` up anew, an eighth of what a command takes. It is put in order when it is
 * read often through an object, which texts are not.
 */
export function settleTextMethods(): void {
  const text = Object('text') as { readonly charCodeAt: unknown };
  for (let i = 0; i < readings; i++) charCodeAtOf(text);
}

const charCodeAtOf = (text: { readonly charCodeAt: unknown }): unknown => text.charCodeAt;
