import { z } from 'zod';
import { commands } from '#domain/domain';
import { id } from '#domain/fields';
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

/** Everybody who may give some command: what each line needs is looked at when its turn comes. */
export const posters = [...new Set(commandRoutes.flatMap(({ type }) => commands.get(type)!.roles))];
