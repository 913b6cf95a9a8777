import { expect, test } from '@jest/globals';
import { terminalLanguage, terminalLocale } from './context.js';

test.each([
  [{ LANG: 'es_CO.UTF-8' }, 'es-CO'],
  [{ LANG: 'en_US.UTF-8' }, 'en-US'],
  [{ LC_ALL: 'es', LANG: 'en_GB' }, 'es'],
  [{ LC_ALL: '', LC_MESSAGES: 'es_MX@x', LANG: 'C' }, 'es-MX'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'pt_BR.UTF-8' }, 'en'],
  [{ LANG: 'est_EE' }, 'en'],
  [{}, 'en'],
] as const)('a terminal with %p reads %s', (env, locale) => {
  expect(terminalLocale(env)).toBe(locale);
  expect(terminalLanguage(env)).toBe(locale.slice(0, 2));
});
