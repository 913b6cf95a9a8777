import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { CopySocket } from '#event-store/copy-socket';
import { type Wanted, readAll, readColumns } from '#event-store/read-all';
import { publishedEvents } from '#projections/iati-fold-unpublished';
import type { OpenContender } from '../harness/contender.js';
import { ensureExportBook, exportBook } from './export-book.js';

/**
 * What bounds an export: all rows of the book read (or those alone that the export reads), and strings put together and written to
 * a file. No element, rule or name is looked up.
 */
export const open: OpenContender = async (place) => {
  const events = await ensureExportBook(place);
  const pool = new pg.Pool({ connectionString: place.url, max: 2, stream: () => new CopySocket() });
  const file = join(place.folder, 'concat.xml');

  async function* texts(wanted: Wanted): AsyncGenerator<string> {
    for await (const rows of readColumns(pool, exportBook, 0, events, ['record'], { wanted })) {
      let text = '';
      for (let row = 0; row < rows.count; row++) text += `<event ref="${rows.int8(row, 0)}">${rows.text(row, 1)}</event>\n`;
      yield text;
    }
  }
  async function* parsed(): AsyncGenerator<string> {
    for await (const batch of readAll(pool, exportBook, 0, events)) {
      let text = '';
      for (const { position, stream, type, valueDate, actor, data } of batch) {
        const members = Object.entries(data as object).map(([name, value]) => `<${name}>${String(value)}</${name}>`);
        text += `<event ref="${position}" stream="${stream}" type="${type}" date="${valueDate}" by="${actor}">${members.join('')}</event>\n`;
      }
      yield text;
    }
  }
  const contents: Readonly<Record<string, () => AsyncGenerator<string>>> = {
    concat: () => texts({}),
    'concat.published': () => texts(publishedEvents),
    'concat.parsed': parsed,
  };
  return {
    measure: async (id) => {
      const started = performance.now();
      const output = createWriteStream(file);
      for await (const text of contents[id]!()) if (!output.write(text)) await once(output, 'drain');
      output.end();
      await once(output, 'finish');
      const seconds = (performance.now() - started) / 1000;
      await rm(file);
      return { [id]: events / seconds };
    },
    close: () => pool.end(),
  };
};
