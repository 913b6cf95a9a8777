import type { RejectionCode } from '#domain/rejections';

/** Where one command is posted. */
export interface CommandRoute {
  /** The type of the command, as the domain calls it. */
  readonly type: string;
  /** Under `/v1`. `{fund}` is the book; any other parameter is the member of the body that it is called after. */
  readonly path: string;
  /** The kind of stream that the address names, and the member with its id: what `If-Match` and the ETag are about. */
  readonly thing?: readonly [kind: string, member: string];
  /** For what else than the form it is refused, beside what refuses all commands of its kind of book. */
  readonly refusals: readonly RejectionCode[];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** A request that has the right form: its path parameters and its body. */
  readonly example: { readonly path: Readonly<Record<string, string>>; readonly body: object };
}

/** The names of the parameters in a path. */
export const parametersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

/** The path as the router writes it: `/funds/:fund`. */
export const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
