import { once } from 'node:events';
import type { BookId } from '#kernel/ids';
import type { Ask } from '../book/fund.js';
import { groupName, groups, projectName } from '../book/project.js';
import type { OpenContender, Place } from '../harness/contender.js';
import { median } from '../harness/results.js';
import { forkModule } from '../harness/process.js';
import type { ColdAnswer, ColdTask } from './cold-process.js';
import { ensureLargeBook, largeBook, largeEvents } from './large-books.js';

/** Fresh processes, each of which gives one command to the large book and ends: nothing of the book is in any memory. */
export const open: OpenContender = async (place) => {
  await ensureLargeBook(place, largeBook, largeEvents * place.size.scale);
  return {
    measure: async (id) => {
      const { first, whole } = await coldFirst(place, largeBook);
      return { [id]: first, [`${id}.process`]: whole };
    },
    close: () => Promise.resolve(),
  };
};

let given = 0;

/**
 * Three kinds of command, each in a process that knows nothing of the book: milliseconds from command to answer of the slowest,
 * and from the start of the process to its answer.
 */
export async function coldFirst(
  { url, folder }: Pick<Place, 'url' | 'folder'>,
  book: BookId,
): Promise<{ readonly first: number; readonly whole: number }> {
  const answers: { readonly first: number; readonly whole: number }[] = [];
  for (const asked of asks(book, 1_000 + given)) {
    const task: ColdTask = { key: `cold-${process.pid}-${(given += 1)}`, asked };
    const started = performance.now();
    const child = forkModule('contenders/cold-process', [url, folder, JSON.stringify(task)]);
    const [{ first }] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the process ended with ${code}`))),
    ])) as [ColdAnswer];
    answers.push({ first, whole: performance.now() - started });
    if (child.exitCode === null) await once(child, 'exit');
  }
  return { first: Math.max(...answers.map((each) => each.first)), whole: median(answers.map((each) => each.whole)) };
}

/** Money for a contribution with hundreds of receipts; an allocation; a grant for an activity that is long known. */
function* asks(book: BookId, project: number): Generator<Ask> {
  const [name, id] = [groupName(project % groups), projectName(project)];
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const ask = (type: string, body: object): Ask => ({ type, book, actor: 'ana', role: 'fund-manager', body });
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
