import { z } from 'zod';
import { commands } from '#domain/domain';
import { id } from '#domain/fields';
import { isId } from '#kernel/ids';
import { commandRoutes } from '../routes.js';

/** The type of a request with one command a line, and of its answer: https://github.com/ndjson/ndjson-spec. */
export const linesType = 'application/x-ndjson';

/** What one request takes. Whoever has more sends several; lines and bytes under way bound what a request holds in memory. */
export const bulkLimits = {
  lines: 10_000,
  bytes: 16 * 1024 * 1024,
  lineBytes: 256 * 1024,
  linesUnderWay: 1_024,
  bytesUnderWay: 4 * 1024 * 1024,
  /** Bytes of answers that may wait for a client that does not read them. */
  unreadBytes: 4 * 1024 * 1024,
  /** The two together. */
  heldBytes: 8 * 1024 * 1024,
} as const;

const types = new Set(commandRoutes.map(({ type }) => type));

/** One command of many. */
export const lineForm = z
  .strictObject({
    type: z
      .string()
      .refine((text) => types.has(text), { params: { rule: 'command' } })
      .meta({ enum: [...types] }),
    key: id,
    body: z.looseObject({}).default({}),
    ifMatch: z.int().nonnegative().optional(),
  })
  .meta({ id: 'CommandLine' });

export type CommandLine = z.output<typeof lineForm>;

/**
 * Whether a line has its form, and is what that makes of it: type, key and body, and nothing else. Most lines are so, and are
 * looked at in a fifth of the time; whatever is not is for the form to tell.
 */
export function isPlainLine(given: unknown): given is CommandLine {
  if (typeof given !== 'object' || given === null) return false;
  const { type, key, body } = given as Partial<CommandLine>;
  if (typeof type !== 'string' || typeof key !== 'string' || typeof body !== 'object' || body === null) return false;
  for (const name in given) if (name !== 'type' && name !== 'key' && name !== 'body') return false;
  return types.has(type) && isId(key) && !Array.isArray(body);
}

/** Everybody who may give some command: what each line needs is looked at when its turn comes. */
export const posters = [...new Set(commandRoutes.flatMap(({ type }) => commands.get(type)!.roles))];
