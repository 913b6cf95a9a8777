import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { fundOf } from '../book/fund.js';
import { openProduct, setUpFund, setUpRegistry } from '../book/posting.js';
import type { OpenContender } from '../harness/contender.js';
import { forkModule } from '../harness/process.js';
import type { FundsResult, FundsTask } from './funds-process.js';

const funds = 16;
const processes = 2;
const callers = 256;

/** 16 funds, and two processes that give them commands; this one only waits for them. */
export const open: OpenContender = async ({ url, folder, size }) => {
  const services = await openProduct(url, folder);
  await setUpRegistry(services.store);
  // A caller for each grant: whichever process it is in, nobody else pays under it.
  await Promise.all(Array.from({ length: funds }, (_, n) => setUpFund(services.store, fundOf(n), callers / funds)));
  await services.close();
  const children = Array.from({ length: processes }, (_, n) =>
    forkModule('contenders/funds-process', [url, folder, String(n)]),
  );
  await Promise.all(children.map((child) => once(child, 'message')));

  const rateIn = async (child: ChildProcess, task: FundsTask): Promise<FundsResult> => {
    const answer = once(child, 'message');
    child.send(task);
    const [result] = (await answer) as [FundsResult];
    if ('error' in result) throw new Error(result.error);
    return result;
  };
  return {
    measure: async (id) => {
      const apart = id.endsWith('.apart');
      const tasks = children.map((_, n): FundsTask => {
        const own = Array.from({ length: callers }, (_, caller) => caller).filter((caller) =>
          apart ? (caller % funds) % processes === n : Math.floor(caller / funds) % processes === n,
        );
        return {
          seconds: size.seconds,
          callers: own.map((caller) => ({ fund: caller % funds, grant: Math.floor(caller / funds) })),
        };
      });
      const results = await Promise.all(children.map((child, n) => rateIn(child, tasks[n]!)));
      const rates = results.map((result) => ('rate' in result ? result.rate : 0));
      return { [id]: rates.reduce((sum, rate) => sum + rate, 0), [`${id}.fairness`]: Math.min(...rates) / Math.max(...rates) };
    },
    close: async () => {
      await Promise.all(
        children.map(async (child) => {
          const ended = once(child, 'exit');
          child.disconnect();
          await ended;
        }),
      );
    },
  };
};
