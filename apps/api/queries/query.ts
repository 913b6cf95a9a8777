import type { z } from 'zod';
import type { Role } from '#domain/command';
import { standingEntries } from '#projections/entries';
import type { Services } from '#runtime/services';
import { type Asked, type Parameters, readParameters } from './parameters.js';

/** Which views a query reads, and of which book: the parameter of the path that names it, or the registry. */
export interface ReadView {
  readonly book: string;
  readonly group: GroupName;
  /** Another group that it reads with the first, or several; `after` waits for all. */
  readonly also?: GroupName | readonly GroupName[];
}

type GroupName =
  | 'ledger'
  | 'registers'
  | 'contributions'
  | 'activities'
  | 'disbursements'
  | 'costs'
  | 'flows'
  | 'governance'
  | 'learning'
  | 'partners';

/** Who asks a question that not everybody may ask. */
export interface Asker {
  readonly role: Role;
  /** The partner for which it acts, where its role is `cso`. */
  readonly party?: string;
}

/** Whether what concerns some partner is no business of who asks: a CSO reads what is its own, under any of its entries. */
export async function isStranger({ readPool }: Services, asker: Asker | undefined, partnerId: string): Promise<boolean> {
  if (asker?.role !== 'cso' || asker.party === partnerId) return false;
  const standing = await standingEntries(readPool, [asker.party ?? '', partnerId]);
  return standing.get(asker.party ?? '') !== (standing.get(partnerId) ?? partnerId);
}

/** One question that can be asked. */
export interface Query {
  /** Names the operation. */
  readonly name: string;
  /** Under `/v1`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** A token with one of these is needed; anybody may ask when absent. */
  readonly roles?: readonly Role[];
  readonly parameters: Parameters;
  /** Members of the path that are one of a list. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  readonly answer: z.ZodType;
  /** The table that CSV gives of an answer that is no list; its summary when absent. */
  readonly mainTable?: string;
  /** Where there is one, `after` waits for it, and the answer names its position. */
  readonly view?: (path: Readonly<Record<string, string>>) => ReadView;
  /** The kind of thing and the parameter with its id, for the ETag and for the problem of its absence. */
  readonly thing?: readonly [kind: string, member: string];
  /** The kind of stream that the ETag is about, and the parameter with its id, where they are not those of the thing. */
  readonly stream?: readonly [kind: string, member: string];
  /** Undefined when there is no such thing. `asker` is there when there are `roles`. */
  readonly read: (
    services: Services,
    path: Readonly<Record<string, string>>,
    query: Readonly<Record<string, unknown>>,
    asker?: Asker,
  ) => Promise<object | undefined>;
}

/** Defines a query; its parameters give the types of what `read` gets. */
export function defineQuery<P extends Parameters>(
  definition: Omit<Query, 'parameters' | 'read'> & {
    readonly parameters: P;
    readonly read: (
      services: Services,
      path: Readonly<Record<string, string>>,
      asked: Asked<P>,
      asker?: Asker,
    ) => Promise<object | undefined>;
  },
): Query {
  const { parameters, read } = definition;
  return {
    ...definition,
    read: (services, path, query, asker) => read(services, path, readParameters(parameters, query), asker),
  };
}
