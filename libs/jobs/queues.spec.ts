import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { UnrecoverableError } from 'bullmq';
import { type Queues, openQueues } from './backend.js';
import { type Place, postgresPlace, redisPlace } from './fixture/places.js';
import { probe } from './fixture/probe.js';
import { type Proxy, proxyTo } from './fixture/proxy.js';
import { type ExportedFile, type Progress } from './payloads.js';
import { JobFailed, JobUnfinished, type Policy } from './queue.js';
import { QueueUnreachable } from './transport.js';

// Long, because the machine may be busy; nothing here waits for it when all is well.
const patienceMs = 90_000;
const quickRecovery = { lockMs: 3_000, stalledCheckMs: 1_000 };

const redisUrl = process.env['REDIS_URL'];
const places: [string, () => Promise<Place>][] = [['PostgreSQL', postgresPlace]];
const cluster = redisUrl?.includes(',') ?? false;
if (redisUrl) places.push([cluster ? 'a Redis cluster' : 'Redis', async () => redisPlace(redisUrl)]);

describe.each(places)('queues on %s', (name, makePlace) => {
  let place: Place;
  const opened: Queues[] = [];
  const errors: Error[] = [];
  let children: ChildProcess[] = [];
  let count = 0;

  /** Queues as one process has them. */
  async function connected(policy: Partial<Policy> = {}, at: Place['options'] = place.options): Promise<Queues> {
    const queues = await openQueues({ ...at, policy, onError: (error) => errors.push(error) });
    opened.push(queues);
    return queues;
  }

  /** Another process with a worker that has taken a job and does not finish it. */
  async function workerProcess(at: Place['options']): Promise<ChildProcess> {
    const arguments_ = ['--import', local('../../scripts/typescript.mjs'), local('fixture/worker.ts'), JSON.stringify(at)];
    const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    expect(String((await once(child.stdout, 'data'))[0])).toMatch(/^took /);
    return child;
  }

  const fresh = (text = ''): { key: string; text: string } => ({ key: `k${++count}`, text });
  const by = (name: string) => async (payload: { key: string; text: string }) => ({ ...payload, by: name });

  beforeAll(async () => {
    place = await makePlace();
    await (await connected()).close();
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
    await Promise.all(opened.splice(0).map((queues) => queues.close(0)));
    // Each test has the queues to itself, and none of its own tables or keys to set up.
    const queues = await openQueues({ ...place.options, onError: () => undefined });
    await queues.publishQueue.bull.obliterate({ force: true });
    await queues.queue(probe).bull.obliterate({ force: true });
    await queues.close();
    errors.length = 0;
  });
  afterAll(() => place.remove());

  test('a requested export is processed, and its result is handed out', async () => {
    const asking = await connected();
    const working = await connected();
    working.publishQueue.worker(async (payload) => fileOf(payload));
    const id = await asking.publishQueue.request(payload);
    expect(id).toBe('export-iati.fund-a.17.4.iati-activities-2.03');
    expect(await asking.publishQueue.result(id, patienceMs)).toEqual(fileOf(payload));
    expect(await asking.publishQueue.status(id)).toMatchObject({
      id,
      state: 'completed',
      attempts: 1,
      result: fileOf(payload),
    });
  });

  test('the same payload twice is one job, while it waits and when it is done', async () => {
    const { publishQueue } = await connected();
    const id = await publishQueue.request(payload);
    expect(await publishQueue.request({ ...payload })).toBe(id);
    expect(await publishQueue.bull.getJobCounts('wait', 'delayed', 'active')).toEqual({ wait: 1, delayed: 0, active: 0 });
    let runs = 0;
    publishQueue.worker(async (of) => {
      runs++;
      return fileOf(of);
    });
    await publishQueue.result(id, patienceMs);
    expect(await publishQueue.request(payload)).toBe(id);
    expect(await publishQueue.result(id, patienceMs)).toEqual(fileOf(payload));
    await publishQueue.request({ ...payload, position: 18 });
    await publishQueue.result(id.replace('.17.', '.18.'), patienceMs);
    expect(runs).toBe(2);
  });

  test('a result that is of no use any more is made again', async () => {
    const { publishQueue } = await connected();
    let runs = 0;
    publishQueue.worker(async (of) => {
      runs++;
      return fileOf(of);
    });
    const id = await publishQueue.request(payload);
    await publishQueue.result(id, patienceMs);
    await publishQueue.request(payload, { usable: async () => true });
    expect(runs).toBe(1);
    await publishQueue.request(payload, { usable: async () => false });
    await publishQueue.result(id, patienceMs);
    expect(runs).toBe(2);
  });

  test('a payload that is none is refused before it is queued', async () => {
    const queues = await connected();
    await expect(queues.publishQueue.request({ ...payload, position: 0 })).rejects.toThrow('position');
    await expect(queues.publishQueue.request({ ...payload, book: 'fund.a' })).rejects.toThrow('not a book id');
    await expect(queues.queue(probe).request(fresh('a\0b'))).rejects.toThrow('NUL');
    await expect(queues.queue(probe).request(fresh('a\ud800'))).rejects.toThrow('surrogate');
    expect(await queues.publishQueue.bull.count()).toBe(0);
  });

  test('a job that carries no such payload, and a result that is none, fail without another try', async () => {
    const { publishQueue } = await connected();
    publishQueue.worker(async (of) => ({ ...fileOf(of), path: '../elsewhere.xml' }));
    await publishQueue.bull.add('export-iati', { book: 'fund-a' }, { jobId: 'stray' });
    await expect(publishQueue.result('stray', patienceMs)).rejects.toThrow('not a job of kind export-iati');
    await publishQueue.bull.add('export-iati', payload, { jobId: 'another-name' });
    await expect(publishQueue.result('another-name', patienceMs)).rejects.toThrow('its id is not what its payload gives');
    const id = await publishQueue.request(payload);
    await expect(publishQueue.result(id, patienceMs)).rejects.toThrow('not the name that the hash gives');
    expect(await publishQueue.status(id)).toMatchObject({ state: 'failed', attempts: 1 });
  });

  test('a failing job is tried again after growing pauses, then fails with its reason', async () => {
    const queue = (await connected({ attempts: 3, backoffMs: 400 })).queue(probe);
    const runs: number[] = [];
    queue.worker(async (_payload, { attempt }) => {
      runs.push(performance.now());
      throw new Error(`no luck at try ${attempt}\0`);
    });
    const id = await queue.request(fresh());
    const failure = await queue.result(id, patienceMs).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JobFailed);
    expect(failure).toMatchObject({ message: 'no luck at try 3' });
    expect(await queue.status(id)).toMatchObject({ state: 'failed', attempts: 3, reason: 'no luck at try 3' });
    expect(runs).toHaveLength(3);
    expect(runs[1]! - runs[0]!).toBeGreaterThan(350);
    expect(runs[2]! - runs[1]!).toBeGreaterThan(750);
  });

  test('a failed job is begun anew when it is asked for again', async () => {
    const queue = (await connected({ attempts: 2, backoffMs: 10 })).queue(probe);
    let broken = true;
    queue.worker(async (of) => {
      if (broken) throw new Error('broken');
      return by('repaired')(of);
    });
    const of = fresh();
    const id = await queue.request(of);
    await expect(queue.result(id, patienceMs)).rejects.toThrow('broken');
    broken = false;
    expect(await queue.request(of)).toBe(id);
    expect(await queue.result(id, patienceMs)).toMatchObject({ by: 'repaired' });
  });

  test('a failure that no other try can mend is final', async () => {
    const queue = (await connected()).queue(probe);
    queue.worker(async () => {
      throw new UnrecoverableError('the book does not exist');
    });
    const id = await queue.request(fresh());
    await expect(queue.result(id, patienceMs)).rejects.toThrow('the book does not exist');
    expect(await queue.status(id)).toMatchObject({ state: 'failed', attempts: 1 });
  });

  test('progress is seen by who waits and by a listener in another process', async () => {
    const working = await connected();
    const watching = (await connected()).queue(probe);
    const events = await watching.events();
    let heard: Progress | undefined;
    let seen: Progress | undefined;
    events.on('progress', ({ data }) => {
      heard = data as Progress;
    });
    working.queue(probe).worker(async (of, { progress, signal }) => {
      // Events are a courtesy, so the job goes on until one has come through.
      for (let done = 0; !heard || !seen; done++) {
        signal.throwIfAborted();
        await progress({ step: 'activities', done, total: 1_000_000 });
        await pause(20);
      }
      return by('reporter')(of);
    });
    const id = await watching.request(fresh());
    await watching.result(id, patienceMs, (progress) => {
      seen = progress;
    });
    expect(heard).toMatchObject({ step: 'activities', total: 1_000_000 });
    expect(seen).toMatchObject({ step: 'activities', total: 1_000_000 });
    expect((await watching.status(id))?.progress).toMatchObject({ step: 'activities', total: 1_000_000 });
  });

  test('a delayed job is not done before its time', async () => {
    const queue = (await connected()).queue(probe);
    queue.worker(by('late'));
    const asked = Date.now();
    const id = await queue.request(fresh(), { delayMs: 1_500 });
    expect(await queue.status(id)).toMatchObject({ state: 'delayed' });
    await queue.result(id, patienceMs);
    const job = await queue.bull.getJob(id);
    expect(job!.processedOn! - asked).toBeGreaterThanOrEqual(1_490);
  });

  test('waiting for a result ends at its bound, and the job goes on', async () => {
    const queue = (await connected()).queue(probe);
    const id = await queue.request(fresh());
    await expect(queue.result(id, 300)).rejects.toThrow(JobUnfinished);
    await expect(queue.result('probe.unheard-of', 300)).rejects.toThrow('there is no such job');
    queue.worker(by('later'));
    expect(await queue.result(id, patienceMs)).toMatchObject({ by: 'later' });
  });

  test('a job whose worker is killed is finished by another', async () => {
    const queue = (await connected()).queue(probe);
    const id = await queue.request(fresh());
    const child = await workerProcess(place.options);
    expect(await queue.status(id)).toMatchObject({ state: 'active' });
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    queue.worker(by('survivor'), quickRecovery);
    expect(await queue.result(id, patienceMs)).toMatchObject({ by: 'survivor' });
  }, 120_000);

  test('a worker that closes finishes what it has and leaves the rest to others', async () => {
    const first = (await connected()).queue(probe);
    const second = (await connected()).queue(probe);
    const ids = [await first.request(fresh()), await first.request(fresh())];
    const took = gate();
    const release = gate();
    const worker = first.worker(async (of) => {
      took.open();
      await release.opened;
      return by('closing')(of);
    });
    await took.opened;
    const closed = worker.close(patienceMs);
    await pause(200);
    release.open();
    await closed;
    expect(await second.result(ids[0]!, patienceMs)).toMatchObject({ by: 'closing' });
    expect(await second.status(ids[1]!)).toMatchObject({ state: 'waiting' });
    second.worker(by('next'));
    expect(await second.result(ids[1]!, patienceMs)).toMatchObject({ by: 'next' });
  });

  test('a worker that may wait no longer gives its job back, at no cost of a try', async () => {
    const first = (await connected()).queue(probe);
    const second = (await connected()).queue(probe);
    const id = await first.request(fresh());
    const took = gate();
    const told = gate();
    const worker = first.worker(async (_payload, { signal }) => {
      signal.addEventListener('abort', told.open);
      took.open();
      return new Promise<never>(() => undefined);
    });
    await took.opened;
    await worker.close(100);
    await told.opened;
    expect(await second.status(id)).toMatchObject({ state: 'waiting', attempts: 0 });
    second.worker(by('next'));
    expect(await second.result(id, patienceMs)).toMatchObject({ by: 'next' });
    expect(await second.status(id)).toMatchObject({ attempts: 1 });
  });

  test('connections that the servers end come back, and the job that ran meanwhile counts once', async () => {
    const working = (await connected()).queue(probe);
    const asking = (await connected()).queue(probe);
    const took = gate();
    const release = gate();
    let runs = 0;
    await working
      .worker(async (of) => {
        runs++;
        took.open();
        await release.opened;
        return by('steady')(of);
      })
      .ready();
    const id = await asking.request(fresh());
    await took.opened;
    await place.cut();
    release.open();
    expect(await insist(() => asking.result(id, patienceMs))).toMatchObject({ by: 'steady' });
    expect(await asking.status(id)).toMatchObject({ state: 'completed', attempts: 1 });
    const next = await insist(() => asking.request(fresh()));
    expect(await asking.result(next, patienceMs)).toMatchObject({ by: 'steady' });
    expect(runs).toBe(2);
  }, 120_000);

  // A cluster's client learns the nodes' own addresses from them, and goes past a proxy.
  if (name !== 'a Redis cluster') {
    test.each(['refused', 'dropped'] as const)(
      'a connection that is lost and %s comes back, and the job that ran meanwhile counts once',
      async (how) => {
        const proxy: Proxy = await proxyTo(place.url, place.defaultPort);
        try {
          const far = (await connected({ answerWithinMs: 3_000 }, place.at(proxy.url))).queue(probe);
          const near = (await connected()).queue(probe);
          const took = gate();
          const release = gate();
          let runs = 0;
          const worker = far.worker(async (of) => {
            if (of.text === 'long') {
              runs++;
              took.open();
              await release.opened;
            }
            return by('far')(of);
          });
          await worker.ready();
          const long = await near.request(fresh('long'));
          await took.opened;
          await proxy.cut(how);
          const lost = fresh();
          await expect(far.request(lost)).rejects.toThrow(QueueUnreachable);
          release.open();
          await pause(1_500);
          expect(await near.status(long)).toMatchObject({ state: 'active' });
          await proxy.restore();
          expect(await near.result(long, patienceMs)).toMatchObject({ by: 'far' });
          expect(await near.status(long)).toMatchObject({ attempts: 1 });
          expect(runs).toBe(1);
          const id = await insist(() => far.request(lost));
          expect(await near.result(id, patienceMs)).toMatchObject({ by: 'far' });
          expect(errors.length).toBeGreaterThan(0);
        } finally {
          await Promise.all(opened.splice(0).map((queues) => queues.close(0)));
          await proxy.close();
        }
      },
      120_000,
    );

    test('a process ends in time and by itself while the server is away, and another takes its job', async () => {
      const queue = (await connected()).queue(probe);
      const proxy: Proxy = await proxyTo(place.url, place.defaultPort);
      const id = await queue.request(fresh());
      const child = await workerProcess(place.at(proxy.url));
      await proxy.cut();
      // By now its clients are waiting to reconnect, which is harder to close than a fresh loss.
      await pause(1_000);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await gone).toEqual([0, null]);
      await expect(openQueues({ ...place.at(proxy.url), openWithinMs: 1_000, onError: () => undefined })).rejects.toThrow();
      queue.worker(by('survivor'), quickRecovery);
      expect(await queue.result(id, patienceMs)).toMatchObject({ by: 'survivor' });
    }, 120_000);
  }

  test('two workers share the work, and no job is done twice', async () => {
    const done: Record<string, string[]> = { left: [], right: [] };
    const started = { left: gate(), right: gate() };
    const asking = (await connected()).queue(probe);
    for (const side of ['left', 'right'] as const) {
      const queue = (await connected()).queue(probe);
      queue.worker(
        async (of, { id }) => {
          started[side].open();
          // Neither may empty the queue before the other has begun.
          await Promise.all([started.left.opened, started.right.opened]);
          done[side]!.push(id);
          return by(side)(of);
        },
        { concurrency: 2 },
      );
    }
    const ids = await Promise.all(Array.from({ length: 40 }, () => asking.request(fresh())));
    await Promise.all(ids.map((id) => asking.result(id, patienceMs)));
    expect([...done['left']!, ...done['right']!].sort()).toEqual([...ids].sort());
    expect(done['left']!.length).toBeGreaterThan(0);
    expect(done['right']!.length).toBeGreaterThan(0);
  });

  test('many workers and listeners in one process leave each other connections enough', async () => {
    const queues = await connected();
    for (let i = 0; i < 5; i++) {
      const queue = queues.queue({ ...probe, queue: `probe-${i}` });
      await queue.events();
      queue.worker(by(`worker ${i}`));
      const id = await queue.request(fresh());
      expect(await queue.result(id, patienceMs)).toMatchObject({ by: `worker ${i}` });
      await queue.bull.obliterate({ force: true });
    }
  });

  test('a schedule that is set twice is one schedule', async () => {
    const { publishQueue } = await connected();
    const nightly = () =>
      publishQueue.bull.upsertJobScheduler(
        'nightly',
        { pattern: '0 30 2 * * *', tz: 'America/Bogota' },
        { name: 'export-iati', data: payload },
      );
    await nightly();
    await nightly();
    expect(await publishQueue.bull.getJobSchedulers()).toMatchObject([{ key: 'nightly', pattern: '0 30 2 * * *' }]);
    expect(await publishQueue.bull.getJobCounts('delayed', 'wait')).toEqual({ delayed: 1, wait: 0 });
  });

  test('a large payload and a large result come through whole', async () => {
    const queue = (await connected()).queue(probe);
    queue.worker(by('carrier'));
    const text = 'Perú, Côte d’Ivoire, ქართული, \u{1F33D} "quoted" \\u0000 '.repeat(20_000);
    const id = await queue.request(fresh(text));
    expect((await queue.result(id, patienceMs)).text === text).toBe(true);
  });

  test('only as many finished jobs are kept as the policy says', async () => {
    const queue = (await connected({ keepCompleted: { age: 3_600, count: 3 } })).queue(probe);
    queue.worker(by('tidy'));
    let last = '';
    for (let i = 0; i < 6; i++) {
      last = await queue.request(fresh());
      await queue.result(last, patienceMs);
    }
    expect(await queue.bull.getCompletedCount()).toBe(3);
    expect(await queue.status(last)).toMatchObject({ state: 'completed' });
  });
});

const payload = { book: 'fund-a', position: 17, registryPosition: 4, format: 'iati-activities-2.03' } as const;

function fileOf(of: Omit<ExportedFile, 'sha256' | 'bytes' | 'path'>): ExportedFile {
  const sha256 = 'ab'.repeat(32);
  return { ...of, sha256, bytes: 1_234, path: `sha256/ab/${sha256}.xml` };
}

const local = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Asks as a client does that is told to ask again: connections that were lost are made anew one by one. */
async function insist<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof QueueUnreachable) || tries === 20) throw error;
      await pause(250);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}
