import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '#domain/command';
import { commands } from '#domain/domain';
import { type FieldError, fieldErrors } from '#domain/field-errors';
import type { RejectionCode } from '#domain/rejections';
import type { Outcome, Posted, PostingProof } from '#event-store/outcome';
import { bookId, isId, registryBook, streamName } from '#kernel/ids';
import { unreachable } from '#kernel/unreachable';
import type { WrongForm } from '#runtime/post';
import type { Tokens } from '#runtime/tokens';
import { headerOf, idempotencyKey, ifMatchVersion } from './headers.js';
import { languageOf } from './language.js';
import { PostCommand } from './post-command.js';
import { pathParameters } from './path-parameters.js';
import { Problem, invalidFields } from './problem.js';
import { answerFailure } from './problem.filter.js';
import { type CommandRoute, routerPath } from './route.js';
import { roleIn, tokenOf } from './token.guard.js';

/** What commands are served with. */
export interface CommandDesk {
  readonly tokens: Tokens;
  readonly bus: CommandBus;
}

/**
 * Serves a route for each command: what they share is written once. They stand on the server itself, behind the hooks of all
 * routes: guards, pipes and interceptors that Nest calls around a method cost a command more than its answer.
 */
export function serveCommands(fastify: FastifyInstance, routes: readonly CommandRoute[], desk: CommandDesk): void {
  for (const route of routes) {
    const { roles } = commands.get(route.type)!;
    fastify.post(`/v1${routerPath(route.path)}`, (request, reply) => {
      // As everywhere else, an address with nothing in the place of an id is none.
      if (Object.values(request.params as Record<string, string>).includes('')) reply.callNotFound();
      else handle(route, roles, desk, request, reply).catch((error: unknown) => answerFailure(error, request, reply));
    });
  }
}

async function handle(
  route: CommandRoute,
  roles: readonly Role[],
  { tokens, bus }: CommandDesk,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { headers } = request;
  const token = tokenOf(headers);
  const identity = tokens.remembered(token) ?? (await tokens.identify(token));
  const role = roleIn(identity, roles);
  const key = idempotencyKey(headers);
  const parameters = pathParameters(route.path, request.params as Record<string, string>);
  const book = parameters['fund'] === undefined ? registryBook : bookId(parameters['fund']);
  const body = bodyWith(request.body, parameters);
  const version = ifMatchVersion(headers);
  const stream = streamOf(route, body, parameters, key);
  if (version !== undefined && stream === undefined) throw new Problem('if-match-invalid', { value: `"${version}"` });
  const outcome = await bus.execute(
    new PostCommand({
      type: route.type,
      book,
      key,
      actor: identity!.person,
      role,
      body,
      language: languageOf(headerOf(headers, 'accept-language')),
      ...(identity!.party === undefined ? {} : { party: identity!.party }),
      ...(version === undefined || stream === undefined ? {} : { ifMatch: { stream, version } }),
    }),
  );
  if (outcome.kind !== 'posted') throw refusal(outcome);
  answer(reply, outcome, stream);
}

/** The problem of a command that was not posted. */
export function refusal(outcome: Exclude<Outcome | WrongForm, Posted>): Problem {
  switch (outcome.kind) {
    case 'wrong-form':
      return invalidFields(() => outcome.errors);
    case 'key-reused':
      return new Problem('key-reused', { key: outcome.key });
    case 'rejection':
      return new Problem(outcome.code as RejectionCode, outcome.facts);
    default:
      return unreachable(outcome);
  }
}

/** The status of a posted command: 201 when events were written now, 200 when they were, or had nothing to say. */
export const postedStatus = ({ proof, replayed }: Posted): 200 | 201 => (replayed || proof.events.length === 0 ? 200 : 201);

/** The body, with what the address says; a body that says otherwise is refused. */
function bodyWith(body: unknown, parameters: Readonly<Record<string, string>>): unknown {
  const given = body === undefined ? {} : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalidFields((language) => fieldErrors(z.object({}).safeParse(given).error!, given, language));
  }
  // It was read for this request, and is nobody else's.
  const members = given as Record<string, unknown>;
  let wrong: FieldError[] | undefined;
  for (const name in parameters) {
    if (name === 'fund') continue;
    const value = parameters[name]!;
    if (Object.hasOwn(members, name) && members[name] !== value)
      (wrong ??= []).push(otherThanAddress(name, members[name], value));
    else members[name] = value;
  }
  if (wrong) throw invalidFields(() => wrong);
  return members;
}

const otherThanAddress = (field: string, value: unknown, expected: string): FieldError => ({
  field,
  value: JSON.stringify(value).slice(0, 80),
  rule: 'as-in-address',
  expected: JSON.stringify(expected),
});

/** The stream that the request is about: named by the address or the body, or by the key when it makes a thing without an id. */
export function streamOf(
  route: CommandRoute,
  body: unknown,
  parameters: Record<string, string>,
  key: string,
): `${string}:${string}` | undefined {
  if (!route.thing) return undefined;
  const [kind, member] = route.thing;
  const named = parameters[member] ?? (body as Record<string, unknown>)[member] ?? key;
  return typeof named === 'string' && isId(named) ? streamName(kind, named) : undefined;
}

/** The proof as docs/formats/journal.md has it. */
function answer(reply: FastifyReply, posted: Posted, stream: string | undefined): void {
  const { proof, replayed } = posted;
  const { book, events } = proof;
  const last = events.findLast((event) => stream === undefined || event.stream === stream);
  const first = events[0];
  reply.code(postedStatus(posted));
  reply.header('content-type', 'application/json; charset=utf-8');
  reply.header('cache-control', 'no-store');
  if (replayed) reply.header('idempotent-replayed', 'true');
  if (last) reply.header('etag', `"${last.version}"`);
  if (first) reply.header('location', `/v1/books/${book}/events/${first.position}`);
  reply.send(proofText(proof));
}

/**
 * The members that the format fixes, in its order, and no other, as JSON. Ids, stream names and hashes have nothing that JSON
 * escapes, so they are put in as they are.
 */
export function proofText({ book, events, treeSize, root }: Omit<PostingProof, 'key'>): string {
  const posted = events.map(
    ({ position, stream, version, leafHash }) =>
      `{"position":${position},"stream":"${stream}","version":${version},"leafHash":"${leafHash}"}`,
  );
  return `{"book":"${book}","events":[${posted.join(',')}],"treeSize":${treeSize},"root":"${root}"}`;
}
