import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '#domain/command';
import { migrationNames } from '#migrations/all';
import { type Services, type ServicesOptions, openServices } from '#runtime/services';
import { createToken } from '#runtime/tokens';
import { type RunningWorker, startWorker } from '#runtime/working';
import { createApi, listen } from '../../apps/api/app.js';
import { type TestDatabase, testDatabase } from './database.js';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: Record<string, never>;
}

/** A posting proof as it comes over the wire. */
export interface Proof {
  readonly book: string;
  readonly events: readonly {
    readonly position: number;
    readonly stream: string;
    readonly version: number;
    readonly leafHash: string;
  }[];
  readonly treeSize: number;
  readonly root: string;
}

/** What is asked; a write gets a key of its own unless one is given, or `false`. */
export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly key?: string | false;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text, or what is written as JSON. */
  readonly body?: unknown;
}

let keys = 0;

/** One running API over real HTTP. */
export class TestApi {
  private worker: RunningWorker | undefined;

  constructor(
    readonly services: Services,
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  async ask(path: string, { method = 'GET', token, key, headers = {}, body }: Asked = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' || key === false ? {} : { 'idempotency-key': key ?? `key-${process.pid}-${(keys += 1)}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '') && text.startsWith('{');
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  }

  /** A command that has to be posted; gives the proof. */
  async posted(path: string, body: object, token: string): Promise<Proof> {
    const answer = await this.ask(`/v1${path}`, { method: 'POST', token, body });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as unknown as Proof;
  }

  /** What was asked for with GET and has to be there. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.ask(`/v1${path}`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** Folds views and writes files in this process, until it is closed. */
  async work(): Promise<void> {
    this.worker = await startWorker(this.services, () => undefined);
  }

  token(person: string, ...roles: Role[]): Promise<string> {
    return createToken(this.services.appPool, { person, roles });
  }

  /** A token of a CSO, which acts for one partner. */
  csoToken(person: string, party: string): Promise<string> {
    return createToken(this.services.appPool, { person, roles: ['cso'], party });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.worker?.stop();
    await this.services.close();
  }
}

/** A database with one API or several on it, which share a folder of files. */
export class TestSite {
  private readonly apis: TestApi[] = [];
  readonly errors: Error[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly files: string,
  ) {}

  static async open(): Promise<TestSite> {
    return new TestSite(await testDatabase(), mkdtempSync(join(tmpdir(), 'ayni-files-')));
  }

  async api(options: Partial<ServicesOptions> = {}): Promise<TestApi> {
    const { bookUrl, appUrl } = this.database;
    const services = await openServices(
      { bookUrl, appUrl, origin: 'test.example', redisUrls: [], filesFolder: this.files },
      {
        migrations: migrationNames,
        onError: (error) => this.errors.push(error),
        migrateQueues: this.apis.length === 0,
        connections: 4,
        ...options,
      },
    );
    const app = await createApi(services, false);
    await listen(app, 0, '127.0.0.1');
    const api = new TestApi(services, app, `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`);
    this.apis.push(api);
    return api;
  }

  async close(): Promise<void> {
    for (const api of this.apis) await api.close();
    await this.database.close();
    rmSync(this.files, { recursive: true, force: true });
  }
}
