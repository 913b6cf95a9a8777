import pg from 'pg';
import { CopySocket } from '#event-store/copy-socket';
import { type BookId, registryBook } from '#kernel/ids';
import { groupsFor, viewGroups } from '#projections/groups';
import { Projector } from '#projections/runner';
import { tablesOf } from '#projections/view';
import type { Services } from '#runtime/services';
import { openProduct } from '../book/posting.js';
import type { OpenContender } from '../harness/contender.js';
import { MemoryWatch } from '../harness/memory.js';
import { ensureLargeBook, largeBook, largeEvents } from './large-books.js';

/** All views of the large book, folded from its first event to its last by the product's projector. */
export const open: OpenContender = async (place) => {
  const events = await ensureLargeBook(place, largeBook, largeEvents * place.size.scale);
  const services = await openProduct(place.url, place.folder);
  await services.projector.catchUp(registryBook);
  const groups = groupsFor(viewGroups, largeBook);
  const views = groups.flatMap((group) => group.views).length;
  const { appPool, places } = services;
  // Connections as the projector of the service has them.
  const viewPool = new pg.Pool({ connectionString: places.appUrl, max: 4, pipeline: true, stream: () => new CopySocket() });
  const fresh = (): Projector => freshProjector({ appPool: viewPool });
  type Work = (projector: Projector) => Promise<unknown>;
  const measures: Readonly<Record<string, { before: Work; fold: Work }>> = {
    // No view has begun: a book that was brought from a backup, or whose views were dropped.
    'projection.catchup': { before: () => forgetViews(appPool, largeBook), fold: (projector) => projector.catchUp(largeBook) },
    // Readers see the old rows until the new ones take their place. A tenth of the lines are gone, and every account is wrong.
    'projection.rebuild': {
      before: async (projector) => {
        await projector.catchUp(largeBook);
        await appPool.query('DELETE FROM view.posting WHERE book_id = $1 AND position % 10 = 0', [largeBook]);
        await appPool.query('UPDATE view.account SET last_position = last_position + 1 WHERE book_id = $1', [largeBook]);
      },
      fold: (projector) => projector.rebuild(largeBook),
    },
  };
  return {
    measure: async (id) => {
      const { before, fold } = measures[id]!;
      await before(fresh());
      const projector = fresh();
      const memory = new MemoryWatch();
      const started = performance.now();
      await fold(projector);
      const seconds = (performance.now() - started) / 1000;
      const { peak, growth } = memory.stop();
      await assertFolded(services.appPool, events, groups.length);
      return { [id]: events / seconds, [`${id}.memory`]: peak, [`${id}.growth`]: growth };
    },
    notes: () => ({ 'views that are folded': views, 'groups of views': groups.length }),
    close: async () => {
      await viewPool.end();
      await services.close();
    },
  };
};

/** One that has nothing of any book at hand yet. */
export const freshProjector = ({ appPool }: Pick<Services, 'appPool'>): Projector =>
  new Projector(appPool, viewGroups, { onError: (error) => console.error(error), onFault: (fault) => console.error(fault) });

/** Takes the views of a fund back to where none has begun; the database holds no other fund's. */
export async function forgetViews(pool: pg.Pool, book: BookId): Promise<void> {
  const tables = groupsFor(viewGroups, book).flatMap(tablesOf);
  await pool.query('DELETE FROM view.checkpoint WHERE book_id = $1', [book]);
  await pool.query(`TRUNCATE ${tables.map(({ name }) => (name.includes('.') ? name : `view.${name}`)).join(', ')}`);
}

async function assertFolded(pool: pg.Pool, events: number, groups: number): Promise<void> {
  const { rows } = await pool.query<{ groups: number }>(
    'SELECT count(*)::int AS groups FROM view.checkpoint WHERE book_id = $1 AND position = $2',
    [largeBook, events],
  );
  if (rows[0]!.groups !== groups) throw new Error(`${rows[0]!.groups} of ${groups} groups of views reached the end`);
}
