/** A text, a name or a body in quotes, a comment, or the end of a statement. */
const token = /'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/|;/g;

/** The statements of a script, each without its semicolon. */
export function statementsIn(script: string): string[] {
  const found: string[] = [];
  let from = 0;
  for (const { 0: text, index } of script.matchAll(token)) {
    if (text !== ';') continue;
    found.push(script.slice(from, index));
    from = index + 1;
  }
  found.push(script.slice(from));
  return found.map((each) => each.trim()).filter((each) => each.replaceAll(/--[^\n]*/g, '').trim() !== '');
}
