import { type BookId } from '#kernel/ids';
import { type Ask, callerAsks, fundOf } from '../book/fund.js';
import { openProduct, posted, setUpFund, setUpRegistry } from '../book/posting.js';
import { type OpenContender, rateOf } from '../harness/contender.js';

const mostCallers = 256;

/** Commands on one fund, given by callers of this process. */
export const open: OpenContender = async ({ url, folder, size }) => {
  const services = await openProduct(url, folder);
  const { store } = services;
  const book: BookId = fundOf(0);
  await setUpRegistry(store);
  await setUpFund(store, book, mostCallers);
  const callers: Generator<Ask, never>[] = Array.from({ length: mostCallers }, (_, n) => callerAsks(book, n, `x${n}`));
  let keys = 0;
  return {
    measure: async (id) => {
      const count = Number(/\.c(\d+)$/.exec(id)![1]);
      const rate = await rateOf(count, size.seconds, async (caller) => {
        await posted(store, `k-${(keys += 1)}`, callers[caller]!.next().value);
        return 1;
      });
      return { [id]: rate };
    },
    close: () => services.close(),
  };
};
