import { type DynamicModule, type LoggerService, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Services } from '#runtime/services';
import { BulkController } from './bulk/bulk.controller.js';
import { serveCommands } from './commands.js';
import { ImportController } from './imports/import.controller.js';
import { type AdmissionLimits, admit } from './admission.js';
import { endConnectionsOnClose } from './closing.js';
import { fileRouteAt, takeFiles } from './file-bodies.js';
import { HealthController } from './health.controller.js';
import { SERVICES } from './injection.js';
import { parseJson } from './json-body.js';
import { knowMethods } from './methods.js';
import { PostCommandHandler } from './post-command.js';
import { Problem } from './problem.js';
import { queries } from './queries/queries.js';
import { queryController } from './queries/query.controller.js';
import { openApiDocument } from './openapi/document.js';
import { ProblemFilter, largestBodyBytes, sendProblem } from './problem.filter.js';
import { commandRoutes } from './routes.js';
import { StatementFileController } from './statement-file.controller.js';
import { StreamController } from './stream.controller.js';
import { TokenGuard } from './token.guard.js';

@Module({})
class ApiModule {
  static of(services: Services): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        HealthController,
        queryController(queries),
        StatementFileController,
        ImportController,
        StreamController,
        BulkController,
      ],
      providers: [
        { provide: SERVICES, useValue: services },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: TokenGuard },
        PostCommandHandler,
      ],
    };
  }
}

/** Composes the HTTP side over the services of the process, ready to listen. Closing it does not close the services. */
export async function createApi(
  services: Services,
  logger: LoggerService | false,
  limits?: AdmissionLimits,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestBodyBytes,
    routerOptions: { maxParamLength: 300 },
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(new Problem('malformed-request', { because: error.message }), request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(services), adapter, {
    logger,
    // Ours is stricter, and takes nothing but JSON.
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  takeFiles(fastify);
  knowMethods(fastify);
  admit(fastify, ({ url }) => largestAt(url), limits);
  endConnectionsOnClose(fastify);
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
  serveCommands(fastify, commandRoutes, { tokens: services.tokens, bus: app.get(CommandBus) });
  describe(app);
  await app.init();
  return app;
}

/**
 * Connections that are made and that this process has not taken yet, at most; the system may allow fewer (on Linux
 * `net.core.somaxconn`). What a burst brings beyond it is tried again by the client's machine a second later, and broken off in
 * the end.
 */
const connectionsWaiting = 4_096;

/** Lets requests in at an address of this machine. */
export async function listen(app: NestFastifyApplication, port: number, host: string): Promise<void> {
  await app.listen({ port, host, backlog: connectionsWaiting });
}

/** What a request to an address holds at most. */
function largestAt(url: string): number {
  const route = fileRouteAt(url);
  return route?.held ?? route?.largest ?? largestBodyBytes;
}

/** The description of the API, for people at /docs and for programs at /openapi.json. */
function describe(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, openApiDocument() as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Ayni',
    swaggerOptions: { docExpansion: 'none', displayRequestDuration: true, tryItOutEnabled: true },
  });
}
