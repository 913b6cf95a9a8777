import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { headerOf } from './headers.js';
import { largestSheetBytes, sheetTypes } from './imports/import-form.js';
import { bulkLimits, linesType } from './bulk/line-form.js';
import { Problem } from './problem.js';
import { largestStatementBytes, statementTypes } from './statement-file.controller.js';

/** An address that takes files, or commands one a line, instead of JSON: of which types, and how much of them. */
interface FileRoute {
  readonly end: string;
  readonly types: readonly string[];
  readonly largest: number;
  /** What a request holds of it at once, where that is less. */
  readonly held?: number;
}

const fileRoutes: readonly FileRoute[] = [
  { end: '/imports/:kind', types: sheetTypes, largest: largestSheetBytes },
  { end: '/statement-files', types: statementTypes, largest: largestStatementBytes },
  { end: '/books/:book/commands', types: [linesType], largest: bulkLimits.bytes, held: bulkLimits.heldBytes },
];

/** What the address of a request takes, where it takes files. */
export const fileRouteAt = (url: string): FileRoute | undefined => fileRoutes.find(({ end }) => url.endsWith(end));

/** The same for the address of a request. */
export const fileRouteOf = ({ routeOptions }: FastifyRequest): FileRoute | undefined => fileRouteAt(routeOptions.url ?? '');

/** The problem of a body of a type that the address does not take. */
export const wrongType = (request: FastifyRequest): Problem =>
  new Problem('media-type-unsupported', {
    expected: fileRouteOf(request)?.types.join(', ') ?? 'application/json',
    value: headerOf(request.headers, 'content-type')?.slice(0, 100) ?? '-',
  });

/** Reads bodies that are files, and only at the addresses that take them: elsewhere they are refused before they are read. */
export function takeFiles(fastify: FastifyInstance): void {
  const types = new Set(fileRoutes.flatMap((route) => route.types));
  const bodyLimit = Math.max(...fileRoutes.map(({ largest }) => largest));
  const files = [...types].filter((type) => type !== linesType);
  // Lines are answered while they come: the handler reads them, and counts what it reads.
  fastify.addContentTypeParser(linesType, (_request, lines, done) => done(null, lines));
  fastify.addContentTypeParser(files, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
  // What an address takes is found once, when the address is made: asking a request for its route is dear.
  fastify.addHook('onRoute', (made) => {
    const route = fileRouteAt(made.url);
    const hook: onRequestHookHandler = (request, _reply, done) => done(refusedFile(request, route, types));
    made.onRequest = [hook, ...[made.onRequest ?? []].flat()];
  });
}

/** Why a body is not read: its type is not that of the address, or it says that it is larger than what is taken there. */
function refusedFile(request: FastifyRequest, route: FileRoute | undefined, types: ReadonlySet<string>): Problem | undefined {
  const { 'content-type': said = '' } = request.headers;
  if (said === 'application/json' && !route) return undefined;
  const type = said.split(';')[0]!.trim().toLowerCase();
  const known = types.has(type) || type === 'application/json';
  if (known && !(route ? route.types.includes(type) : type === 'application/json')) return wrongType(request);
  if (route && Number(request.headers['content-length'] ?? 0) > route.largest)
    return new Problem('body-too-large', { largest: route.largest });
  return undefined;
}
