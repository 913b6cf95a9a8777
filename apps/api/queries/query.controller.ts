import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readHead } from '#event-store/store';
import { bookId, isId, streamName } from '#kernel/ids';
import { PagingFault } from '#projections/page';
import type { Services } from '#runtime/services';
import { pathParameters } from '../path-parameters.js';
import { headerOf } from '../headers.js';
import { SERVICES } from '../injection.js';
import { formOf, pagedQuery, tableFile } from '../tables/formats.js';
import { Problem } from '../problem.js';
import { routerPath } from '../route.js';
import { type Authorised, NeedsRole } from '../token.guard.js';
import { readNearest } from './nearest.js';
import type { Query, ReadView } from './query.js';
import { streamVersion } from './standing.js';

/** How long `after` is waited for. */
const patienceMs = 5_000;

/** Makes a controller that has a method for each query: what they share is written once. */
export function queryController(queries: readonly Query[]): Type {
  @Controller('v1')
  class QueryController {
    constructor(@Inject(SERVICES) readonly services: Services) {}
  }
  for (const query of queries) {
    const method = async function (this: QueryController, request: Authorised, reply: FastifyReply): Promise<void> {
      await answer(query, this.services, request, reply);
    };
    addMethod(QueryController, query.name, method, [
      Get(routerPath(query.path)),
      ...(query.roles ? [NeedsRole(query.roles)] : []),
    ]);
  }
  return QueryController;
}

/** Puts a handler that takes request and reply on a controller, and decorates it. */
function addMethod(controller: Type, name: string, method: unknown, decorators: readonly MethodDecorator[]): void {
  const prototype = controller.prototype as object;
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  for (const decorate of decorators) decorate(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
}

async function answer(query: Query, services: Services, request: Authorised, reply: FastifyReply): Promise<void> {
  const asked = formOf(request.query as Record<string, unknown>, headerOf(request.headers, 'accept'));
  const given = asked.format === 'json' ? asked.own : pagedQuery(query, asked.own);
  // A position is a number, and the one parameter of a path that is no id; what is none is not found.
  const path = pathParameters(query.path, request.params as Record<string, string>);
  const view = query.view?.(path);
  const { after } = given;
  const wanted = typeof after === 'string' && /^[1-9]\d{0,14}$/.test(after) ? Number(after) : undefined;
  if (view && wanted !== undefined) await waitFor(services, view, wanted);
  const { role, identity } = request;
  const asker = role && { role, ...(identity?.party === undefined ? {} : { party: identity.party }) };
  const { at, found } = await readNearest(services, query, view, wanted, (each) =>
    query.read(each, path, given, asker).catch(outOfRange),
  );
  if (!found) throw notFound(query, path);
  const position = 'position' in found && typeof found.position === 'number' ? found.position : undefined;
  const version = view && position !== undefined ? await versionOf(query, at, view.book, path, position) : 0;
  const standing = {
    'cache-control': cachingOf(query),
    ...(view && position !== undefined ? { 'ayni-position': String(position) } : {}),
  };
  if (asked.format === 'json') {
    await reply.headers({ ...standing, vary: 'Accept', ...(version > 0 ? { etag: `"${version}"` } : {}) }).send(found);
    return;
  }
  const book = path['fund'] ?? path['book'];
  const file = tableFile(query, asked, request.headers, book, found, (page) => query.read(at, path, page, asker));
  await reply.headers({ ...standing, ...file.headers }).send(file.body);
}

/** An event never changes; what not everybody may see is kept by nobody. */
function cachingOf({ name, roles }: Query): string {
  if (roles) return 'no-store';
  return name === 'readEvent' ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/**
 * Waits until a view has come to a position. One that the book itself has not reached is not waited for: nobody was told
 * of it, and a book that there is not must not begin views for whoever asks.
 */
async function waitFor({ projector, readPool }: Services, { book, group, also }: ReadView, after: number): Promise<void> {
  const { position } = await readHead(readPool, bookId(book));
  if (position === 0) return;
  if (position < after) throw new Problem('view-behind', { book, after, waitedSeconds: 0 });
  const begun = performance.now();
  if (await projector.waitFor(book, after, patienceMs, [group, ...[also ?? []].flat()])) return;
  throw new Problem('view-behind', { book, after, waitedSeconds: Math.round((performance.now() - begun) / 1000) });
}

function notFound({ thing }: Query, path: Readonly<Record<string, string>>): Problem {
  const [kind, member] = thing ?? ['thing', ''];
  return new Problem('resource-not-found', { thing: kind, id: path[member] ?? '' });
}

/** The version of the one thing that is read, as far as the view has come: for `If-Match` of the write that follows. */
async function versionOf(
  { thing, stream = thing, path: address }: Query,
  { readPool }: Services,
  book: string,
  path: Readonly<Record<string, string>>,
  position: number,
): Promise<number> {
  const id = thing && stream && address.endsWith(`/{${thing[1]}}`) ? path[stream[1]] : undefined;
  return stream && id !== undefined && isId(id) ? streamVersion(readPool, book, streamName(stream[0], id), position) : 0;
}

/** A cursor of the right form with figures that no row can have: SQLSTATE 22003. */
const outOfRange = (error: unknown): never => {
  if (error instanceof Error && 'code' in error && error.code === '22003') throw new PagingFault(error.message);
  throw error;
};
