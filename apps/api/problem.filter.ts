import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BookBusy, OutcomeUnknown } from '#event-store/outcome';
import { QueueUnreachable } from '#jobs/transport';
import { PagingFault } from '#projections/page';
import { fileRouteOf, wrongType } from './file-bodies.js';
import { headerOf } from './headers.js';
import { JsonFault, jsonRules } from './json-body.js';
import { languageIn } from '#domain/words/figures';
import { localeOf } from './language.js';
import { methodsAt } from './methods.js';
import { Problem, invalidFields, problemBody, unavailable } from './problem.js';

/** Bytes of a body that are taken: more than the largest event, since a command may say it in more words. */
export const largestBodyBytes = 256 * 1024;

/** Answers every failure as a problem (RFC 9457) in the reader's language. Only what nobody named is a fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    answerFailure(error, request, reply);
  }
}

/** Answers whatever went wrong while a request was answered. */
export function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemIn(request, error);
  // A stream that broke on its way: the reader sees it end early.
  if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
  else sendProblem(problem, request, reply);
}

const logger = new Logger('Problem');

/** The problem of whatever went wrong while a request was answered. */
export const problemIn = (request: FastifyRequest, error: unknown): Problem =>
  problemOf(error, request) ?? fault(error, request);

/** What went wrong stays inside; the number in the answer finds it in the log. */
function fault(error: unknown, request: FastifyRequest): Problem {
  const correlationId = randomUUID();
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const route = request.routeOptions.url;
  logger.error({ message, correlationId, method: request.method, route, stack });
  return new Problem('fault', { correlationId });
}

/** Answers a problem in the language that the request asks for. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const locale = localeOf(headerOf(request.headers, 'accept-language'));
  void reply
    .code(problem.status)
    .headers({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': languageIn(locale),
      vary: 'Accept-Language',
      'cache-control': 'no-store',
      ...(problem.status === 405 ? { allow: problem.facts['allowed'] as string } : {}),
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="ayni"' } : {}),
      ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) }),
    })
    .send(JSON.stringify(problemBody(problem, locale)));
}

function problemOf(error: unknown, request: FastifyRequest): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof JsonFault) {
    const { rule, position, line, column, found } = error;
    return new Problem('malformed-json', { rule, position, line, column, found }, (language) => ({
      expected: jsonRules[rule][language],
    }));
  }
  if (error instanceof BookBusy) return new Problem('book-busy', { book: error.book });
  if (error instanceof OutcomeUnknown) return new Problem('outcome-unknown', { book: error.book });
  if (error instanceof QueueUnreachable) return unavailable('queue');
  if (error instanceof PagingFault) {
    return invalidFields((language) => [{ field: 'cursor', rule: 'cursor', expected: cursorRule[language] }]);
  }
  if (!(error instanceof Error)) return undefined;
  // Nest passes on what Fastify refused as an exception with its status.
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return refusedBefore(status, error.message, request);
  return isOutage(code, error.message) ? unavailable('database') : undefined;
}

/** What the server refused before a handler saw it. */
function refusedBefore(status: number, because: string, request: FastifyRequest): Problem {
  switch (status) {
    case 404:
      if (methodsAt(request).length > 0) return wrongMethod(request);
      return new Problem('route-not-found', { method: request.method, path: request.url.slice(0, 300) });
    case 413:
      return new Problem('body-too-large', { largest: fileRouteOf(request)?.largest ?? largestBodyBytes });
    case 415:
      return wrongType(request);
    default:
      return new Problem('malformed-request', { because });
  }
}

function wrongMethod(request: FastifyRequest): Problem {
  const allowed = methodsAt(request).join(', ');
  return new Problem('method-not-allowed', { method: request.method, path: request.url.slice(0, 300), allowed });
}

const cursorRule = { en: 'what the page before gave as "next"', es: 'lo que la página anterior dio como "next"' };

/** The database is away, starting, full, or did not answer in time: SQLSTATE classes 08 and 53, 57P0x, 57014. */
const isOutage = (code: unknown, message: string): boolean =>
  (typeof code === 'string' && /^(08...|53...|57P0.|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code)) ||
  /^(Connection terminated|timeout exceeded when trying to connect|Connection ended)/.test(message);
