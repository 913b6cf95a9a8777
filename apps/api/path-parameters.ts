import { z } from 'zod';
import { fieldErrors } from '#domain/field-errors';
import { id } from '#domain/fields';
import { isId } from '#kernel/ids';
import { invalidFields } from './problem.js';
import { parametersOf } from './route.js';

/** The parameters of an address, which are those of its path; each is an id. */
export function pathParameters(path: string, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.values(given).every(isId)) return given;
  const form = z.object(Object.fromEntries(parametersOf(path).map((name) => [name, id])));
  throw invalidFields((language) => fieldErrors(form.safeParse(given).error!, given, language));
}
