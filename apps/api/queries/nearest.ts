import type { Services } from '#runtime/services';
import type { Query, ReadView } from './query.js';
import { viewPosition } from './standing.js';

/** What was read, and the services that it was read with: whatever belongs to it is read with the same. */
export interface ReadAt<T> {
  readonly at: Services;
  readonly found: T;
}

/**
 * Reads what everybody may read from the replica, where there is one and it has come as far as is asked for; from the primary
 * otherwise, and whatever needs a role: who posts and approves has to see what stands. What the replica does not have may be new.
 */
export async function readNearest<T>(
  services: Services,
  { roles }: Pick<Query, 'roles'>,
  view: ReadView | undefined,
  after: number | undefined,
  read: (services: Services) => Promise<T>,
): Promise<ReadAt<T>> {
  const { replica } = services;
  if (replica?.usable && !roles) {
    const at = { ...services, readPool: replica.pool };
    try {
      const found = after === undefined || !view || (await hasReached(at, view, after)) ? await read(at) : undefined;
      if (found !== undefined) return { at, found };
    } catch (error) {
      if (!replica.failed(error)) throw error;
    }
  }
  return { at: services, found: await read(services) };
}

async function hasReached({ readPool }: Services, { book, group, also }: ReadView, after: number): Promise<boolean> {
  const groups = [group, ...[also ?? []].flat()];
  const positions = await Promise.all(groups.map((each) => viewPosition(readPool, book, each)));
  return positions.every((position) => position >= after);
}
