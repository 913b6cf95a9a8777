import { registryBook } from '#kernel/ids';
import { openProduct } from '../book/posting.js';
import type { OpenContender } from '../harness/contender.js';
import { ayni } from '../harness/cli.js';
import { freshProjector } from './projector.js';
import { ensureLargeBook, largeBook, largeEvents } from './large-books.js';

/** `ayni verify` on the large book, as a user calls it. It has to find nothing that differs. */
export const open: OpenContender = async (place) => {
  const { url, folder, size } = place;
  const events = await ensureLargeBook(place, largeBook, largeEvents * size.scale);
  const services = await openProduct(url, folder);
  await services.projector.catchUp(registryBook);
  return {
    measure: async (id) => {
      // Others fold these views anew; what is measured finds them whole.
      await freshProjector(services).catchUp(largeBook);
      const tree = id === 'verify.tree';
      const { seconds, peak, output } = await ayni(url, folder, 'verify', ...(tree ? ['--tree'] : []), largeBook);
      if (!output.includes(`${largeBook}: ${events} events`) || !output.includes('nothing differs')) throw new Error(output);
      return { [id]: events / seconds, ...(tree ? {} : { [`${id}.memory`]: peak }) };
    },
    close: () => services.close(),
  };
};
