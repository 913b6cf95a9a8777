import { Command } from 'commander';
import type { BookId } from '#kernel/ids';
import { viewGroups } from '#projections/groups';
import { Projector } from '#projections/runner';
import { allBooks } from './books.js';
import { print, tell, withDatabase } from './context.js';
import { books } from './options.js';

/** `ayni rebuild [BOOK...]` */
export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .argument('[books...]', 'all when none is named', books)
    .description('Fold the views of books anew from their events. Readers see the old ones until then.')
    .addHelpText('after', '\nExample:\n  ayni rebuild mexico-haiti-alliance')
    .action(async (named: BookId[]) => {
      await withDatabase(async ({ appPool, viewPool }) => {
        const projector = new Projector(viewPool, viewGroups, { onError: (error) => tell(String(error)) });
        for (const each of named.length > 0 ? named : await allBooks(appPool)) {
          await projector.rebuild(each);
          await projector.catchUp(each);
          print(`${each}: views rebuilt`);
        }
        await projector.stop();
      });
    });
