import { Controller, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { commands } from '#domain/domain';
import { type FieldError, fieldErrors } from '#domain/field-errors';
import { id } from '#domain/fields';
import type { RejectionCode } from '#domain/rejections';
import type { Outcome } from '#event-store/waiting-job';
import type { Posted, PostingProof } from '#event-store/outcome';
import { bookId, isId, registryBook, streamName } from '#kernel/ids';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import type { WrongForm } from '#runtime/post';
import { headerOf, idempotencyKey, ifMatchVersion } from './headers.js';
import { languageOf } from './language.js';
import { PostCommand } from './post-command.js';
import { Problem, invalidFields } from './problem.js';
import { type CommandRoute, parametersOf, routerPath } from './route.js';
import { type Authorised, NeedsRole } from './token.guard.js';

/** Makes a controller that has a method for each route: what they share is written once. */
export function commandController(routes: readonly CommandRoute[]): Type {
  @Controller('v1')
  class CommandController {
    constructor(@Inject(CommandBus) readonly bus: CommandBus) {}
  }
  for (const route of routes) {
    const method = async function (this: CommandController, request: Authorised, reply: FastifyReply): Promise<void> {
      await handle(route, this.bus, request, reply);
    };
    addMethod(CommandController, route.type, method, [
      Post(routerPath(route.path)),
      NeedsRole(commands.get(route.type)!.roles),
    ]);
  }
  return CommandController;
}

/** Puts a handler that takes request and reply on a controller, and decorates it. */
export function addMethod(controller: Type, name: string, method: unknown, decorators: readonly MethodDecorator[]): void {
  const prototype = controller.prototype as object;
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  for (const decorate of decorators) decorate(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
}

async function handle(route: CommandRoute, bus: CommandBus, request: Authorised, reply: FastifyReply): Promise<void> {
  const key = idempotencyKey(request.headers);
  const parameters = pathParameters(route.path, request.params as Record<string, string>);
  const book = parameters['fund'] === undefined ? registryBook : bookId(parameters['fund']);
  const body = bodyWith(request.body, parameters);
  const version = ifMatchVersion(request.headers);
  const stream = streamOf(route, body, parameters, key);
  if (version !== undefined && stream === undefined) throw new Problem('if-match-invalid', { value: `"${version}"` });
  const outcome = await bus.execute(
    new PostCommand({
      type: route.type,
      book,
      key,
      actor: request.identity!.person,
      role: request.role!,
      ...present({ party: request.identity!.party }),
      body,
      language: languageOf(headerOf(request.headers, 'accept-language')),
      ...(version === undefined || stream === undefined ? {} : { ifMatch: { stream, version } }),
    }),
  );
  if (outcome.kind !== 'posted') throw refusal(outcome);
  await answer(reply, outcome, stream);
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

/** The form of the parameters of each address that was asked for: a request must not build it anew. */
const parameterForms = new Map<string, z.ZodType<Record<string, string>>>();

/** The parameters of an address; each is an id. */
export function pathParameters(path: string, given: Readonly<Record<string, string>>): Record<string, string> {
  let form = parameterForms.get(path);
  if (!form) parameterForms.set(path, (form = z.object(Object.fromEntries(parametersOf(path).map((name) => [name, id])))));
  const parsed = form.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidFields((language) => fieldErrors(parsed.error, given, language));
}

/** The body, with what the address says; a body that says otherwise is refused. */
function bodyWith(body: unknown, { fund: _, ...parameters }: Record<string, string>): unknown {
  const given = body === undefined ? {} : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalidFields((language) => fieldErrors(z.object({}).safeParse(given).error!, given, language));
  }
  const wrong: FieldError[] = Object.entries(parameters)
    .filter(([name, value]) => Object.hasOwn(given, name) && (given as Record<string, unknown>)[name] !== value)
    .map(([field, value]) => ({
      field,
      value: JSON.stringify((given as Record<string, unknown>)[field]).slice(0, 80),
      rule: 'as-in-address',
      expected: JSON.stringify(value),
    }));
  if (wrong.length > 0) throw invalidFields(() => wrong);
  return { ...given, ...parameters };
}

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
async function answer(reply: FastifyReply, posted: Posted, stream: string | undefined): Promise<void> {
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
  await reply.send(proofText(proof));
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
