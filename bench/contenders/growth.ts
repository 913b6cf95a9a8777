import { type BookId, bookId, registryBook } from '#kernel/ids';
import type { Services } from '#runtime/services';
import { eventsOfProject, largeCallerAsks } from '../book/project.js';
import { projectsFor } from '../book/large.js';
import { openProduct, posted } from '../book/posting.js';
import type { Ask } from '../book/fund.js';
import { ayni } from '../harness/cli.js';
import { type OpenContender, type Place, rateOf } from '../harness/contender.js';
import { HttpConnection } from '../harness/http-client.js';
import { median } from '../harness/results.js';
import { type ServerProcess, startServer } from '../harness/server-process.js';
import { coldFirst } from './cold.js';
import { ensureLargeBook, largeBook, largeEvents, positionOf } from './large-books.js';
import { forgetViews, freshProjector } from './projector.js';

const callers = 32;

/** One of the two books that are compared, in a database of its own. */
interface Side {
  readonly book: BookId;
  readonly url: string;
  readonly folder: string;
  readonly events: number;
  readonly projects: number;
  readonly services: Services;
  readonly callers: readonly Generator<Ask, never>[];
}

/** The same work on a book of a million events and on one of ten million: how many times as long each piece of it takes. */
export const open: OpenContender = async (place) => {
  const small = await sideOf({ ...place, url: place.others['large']! }, largeBook, largeEvents * place.size.scale);
  const large = await sideOf(place, bookId('large-10'), place.size.growth);
  const servers = new Map<Side, Served>();
  for (const side of [small, large]) servers.set(side, await serve(side));
  let keys = 0;
  let turns = 0;

  /** Milliseconds of a piece of work, by side. */
  const measures: Readonly<Record<string, (side: Side) => Promise<number>>> = {
    'growth.append': async ({ services, callers: asks }) => {
      const rate = await rateOf(callers, place.size.seconds, async (caller) => {
        await posted(services.store, `growth-${process.pid}-${(keys += 1)}`, asks[caller]!.next().value);
        return 1;
      });
      return 1000 / rate;
    },
    'growth.catchup': async ({ services, book }) => {
      await forgetViews(services.appPool, book);
      const events = await positionOf(services.appPool, book);
      return (await timed(() => freshProjector(services).catchUp(book))) / events;
    },
    'growth.verify': async (side) => 1000 / (await verifyRate(side)),
    'growth.export': async ({ url, folder, book, services }) => {
      const events = await positionOf(services.appPool, book);
      const { seconds } = await ayni(url, folder, 'export', 'iati', book, '--out', `${folder}/growth.xml`);
      return (1000 * seconds) / events;
    },
    'growth.coldstart': async ({ url, folder, book }) => (await coldFirst({ url, folder }, book)).first,
    'growth.read': (side) => servers.get(side)!.latencyOf(readsOf(side)),
    'growth.proof': (side) => servers.get(side)!.latencyOf(proofsOf(side)),
  };
  return {
    prepare: async (id) => {
      if (id !== 'growth.read' && id !== 'growth.verify') return;
      for (const { services, book } of [small, large]) await freshProjector(services).catchUp(book);
    },
    measure: async (id) => {
      const work = measures[id]!;
      const order = (turns += 1) % 2 === 0 ? [small, large] : [large, small];
      const found = new Map<Side, number>();
      for (const side of order) found.set(side, await work(side));
      place.tell(
        `${id}: ${found.get(small)!.toFixed(3)} ms on ${small.events} events, ${found.get(large)!.toFixed(3)} ms on ${large.events}`,
      );
      return { [id]: found.get(large)! / found.get(small)! };
    },
    notes: () => ({ small: small.events, large: large.events }),
    close: async () => {
      for (const each of servers.values()) await each.stop();
      await small.services.close();
      await large.services.close();
    },
  };
};

async function sideOf(place: Place, book: BookId, asked: number): Promise<Side> {
  const { url, folder } = place;
  const events = await ensureLargeBook(place, book, asked);
  const services = await openProduct(url, folder);
  await services.projector.catchUp(registryBook);
  const projects = projectsFor(asked);
  const own = Array.from({ length: callers }, (_, n) => largeCallerAsks(book, n, callers, projects));
  return { book, url, folder, events, projects, services, callers: own };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function verifyRate({ url, folder, book, services }: Side): Promise<number> {
  await freshProjector(services).catchUp(book);
  const events = await positionOf(services.appPool, book);
  const { seconds, output } = await ayni(url, folder, 'verify', book);
  if (!output.includes('nothing differs')) throw new Error(output);
  return events / seconds;
}

/** The API on one side. */
class Served {
  constructor(private readonly server: ServerProcess) {}

  /** Mean milliseconds of a read: of each path the median of many, so that one pause does not count. */
  async latencyOf(paths: readonly (() => string)[]): Promise<number> {
    const medians: number[] = [];
    // One of its own: a server ends connections that nobody uses, and other figures take minutes.
    const connection = await HttpConnection.open(this.server.port);
    for (const path of paths) {
      const found: number[] = [];
      for (let n = 0; n < 40; n++) {
        const started = performance.now();
        const { status, text } = await connection.get(path());
        if (status !== 200) throw new Error(`${path()}: ${status} ${text}`);
        found.push(performance.now() - started);
      }
      medians.push(median(found));
    }
    connection.close();
    return medians.reduce((sum, each) => sum + each, 0) / medians.length;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

async function serve({ url, folder }: Side): Promise<Served> {
  const server = await startServer('contenders/api-server', [url, folder]);
  return new Served(server);
}

/** Projects from all over the book, the same on every run. */
function* spots(projects: number): Generator<number, never> {
  for (let n = 1; ; n++) yield (n * 7_919) % projects;
}

function readsOf({ book, projects }: Side): (() => string)[] {
  const spot = spots(projects);
  const project = (): string => String(spot.next().value).padStart(7, '0');
  const position = (): number => 1 + spot.next().value * eventsOfProject;
  return [
    () => `/v1/books/${book}/head`,
    () => `/v1/books/${book}/events/${position()}`,
    () => `/v1/funds/${book}/disbursements/d-${project()}-5`,
    () => `/v1/funds/${book}/grants/g-${project()}`,
    () => `/v1/funds/${book}/activities/a-${project()}`,
    () => `/v1/funds/${book}/disbursements?limit=50`,
    () => `/v1/funds/${book}/position`,
  ];
}

function proofsOf({ book, projects }: Side): (() => string)[] {
  const spot = spots(projects);
  return [() => `/v1/books/${book}/events/${1 + spot.next().value * eventsOfProject}/proof`];
}
