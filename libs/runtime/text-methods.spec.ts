import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findProjectRoot } from '#platform/project';

/** Whether what texts inherit is in order, before and after: V8 tells those who ask in its own syntax. */
const program = `
  import { settleTextMethods } from '#runtime/text-methods';
  class Verbatim extends String {}
  const before = %HasFastProperties(String.prototype);
  settleTextMethods();
  console.log(before, %HasFastProperties(String.prototype));
`;

test('the methods of texts are put in order after a class has extended String', () => {
  const root = findProjectRoot();
  const flags = ['--allow-natives-syntax', '--import', join(root, 'scripts', 'typescript.mjs'), '--input-type=module'];
  const { stdout } = spawnSync(process.execPath, [...flags, '-e', program], { cwd: root, encoding: 'utf8' });
  expect(stdout.trim()).toBe('false true');
});
