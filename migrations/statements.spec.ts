import { expect, test } from '@jest/globals';
import { statementsIn } from './statements.js';

test('statements end at their semicolons, not at those in texts, names, bodies and comments', () => {
  const body = `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT ';'; SELECT 2 $$`;
  const script = `SET LOCAL ROLE one; -- a; b
    INSERT INTO t VALUES ('it''s; so', "odd;name");\n${body};\n/* c; d */ SELECT $x$ ; $$ ; $x$;\n-- the end;\n`;
  expect(statementsIn(script)).toEqual([
    'SET LOCAL ROLE one',
    `-- a; b\n    INSERT INTO t VALUES ('it''s; so', "odd;name")`,
    body,
    '/* c; d */ SELECT $x$ ; $$ ; $x$',
  ]);
});
