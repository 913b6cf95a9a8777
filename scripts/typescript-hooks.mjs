import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

// Subpath imports (#kernel/money) lead to the sources by the `source` condition, as in jest.
export async function resolve(specifier, context, nextResolve) {
  const withSource = { ...context, conditions: ['source', ...context.conditions] };
  const fromSource = context.parentURL?.endsWith('.ts') && /^\.{1,2}\//.test(specifier) && specifier.endsWith('.js');
  return nextResolve(fromSource ? specifier.replace(/\.js$/, '.ts') : specifier, withSource);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      experimental: { keepImportAssertions: true },
    },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
