import { once } from 'node:events';
import { dayOf, groupName, projectName } from '../book/project.js';
import type { OpenContender } from '../harness/contender.js';
import { median } from '../harness/results.js';
import { forkModule } from '../harness/process.js';
import type { ColdAnswer, ColdTask } from './cold-process.js';
import { ensureLargeBook, largeBook, largeEvents } from './large-books.js';

/** Fresh processes, each of which gives one command to the large book and ends: nothing of the book is in any memory. */
export const open: OpenContender = async (place) => {
  await ensureLargeBook(place, largeBook, largeEvents * place.size.scale);
  let given = 0;
  const first = async (task: Omit<ColdTask, 'key'>): Promise<ColdAnswer & { readonly whole: number }> => {
    const started = performance.now();
    const child = forkModule('contenders/cold-process', [
      place.url,
      place.folder,
      JSON.stringify({ ...task, key: `cold-${process.pid}-${(given += 1)}` }),
    ]);
    const [answer] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the process ended with ${code}`))),
    ])) as [ColdAnswer];
    const whole = performance.now() - started;
    if (child.exitCode === null) await once(child, 'exit');
    return { ...answer, whole };
  };
  return {
    measure: async (id) => {
      const answers: Awaited<ReturnType<typeof first>>[] = [];
      for (const task of tasks(given)) answers.push(await first(task));
      // The slowest of the three kinds counts.
      return {
        [id]: Math.max(...answers.map(({ first }) => first)),
        [`${id}.process`]: median(answers.map(({ whole }) => whole)),
      };
    },
    close: () => Promise.resolve(),
  };
};

/** Money for a contribution with hundreds of receipts; a request under a grant; a grant for an activity. */
function* tasks(given: number): Generator<Omit<ColdTask, 'key'>> {
  const project = 1_000 + given;
  const [name, id, today] = [groupName(project % 64), projectName(project), dayOf({ firstDay: '2026-11-01', perDay: 1 }, 0)];
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const ask = (type: string, body: object): Omit<ColdTask, 'key'> => ({
    asked: { type, book: largeBook, actor: 'ana', role: 'fund-manager', body: { ...body, valueDate: today } },
  });
  yield ask('contribution.receive', { contributionId: `c-${name}`, amount: usd('9500.00'), bankAccount: 'main' });
  yield ask('allocation.make', { earmark: `e-${name}`, amount: usd('100.00') });
  yield ask('grant.sign', {
    activityId: `a-${id}`,
    payee: `cso-${name}`,
    amount: usd('10.00'),
    funding: [{ earmark: `e-${name}`, amount: usd('10.00') }],
    instalments: [{ id: 'all', kind: 'advance', amount: usd('10.00'), dueDate: '2027-12-31' }],
  });
}
