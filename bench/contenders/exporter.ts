import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenContender } from '../harness/contender.js';
import { ayni } from '../harness/cli.js';
import { ensureExportBook, exportActivities, exportBook } from './export-book.js';

/** `ayni export iati` of a large book, as a user calls it: every activity checked by the rules, and written. */
export const open: OpenContender = async (place) => {
  const events = await ensureExportBook(place);
  const { url, folder, size } = place;
  const file = join(folder, 'export.xml');
  const activities = Math.round(exportActivities * size.scale);
  let told = '';
  return {
    measure: async (id) => {
      const { seconds, peak, said } = await ayni(url, folder, 'export', 'iati', exportBook, '--out', file);
      await rm(file);
      const [, written, transactions] = /(\d+) activities, (\d+) transactions/.exec(said) ?? [];
      // One of the fund itself stands beside those that it finances, and one project was decided by the product.
      if (Number(written) < activities || Number(transactions) < 10 * activities) throw new Error(said);
      told = `${written} activities, ${transactions} transactions`;
      return { [id]: events / seconds, [`${id}.memory`]: peak };
    },
    notes: () => ({ written: told, events }),
    close: () => Promise.resolve(),
  };
};
