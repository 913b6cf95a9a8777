import type { ResultState } from '#domain/activities/result';
import { fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Chance, type Make, idOf, secret } from './act.js';

const families = (act: Chance) => ({
  id: 'families',
  title: { en: 'Families with water' },
  measure: 'count',
  dimensions: [{ name: 'sex', values: ['female', 'male'], additive: true }],
  periods: [{ start: '2026-01-01', end: '2026-06-30', target: { value: String(act.cents), by: [] } }],
});

/** A figure and its parts by sex, which sum to it unless the step is not to be sensible. */
function counted(act: Chance) {
  const [women, men] = [act.cents, act.other % 20];
  const part = (sex: string, figure: number) => ({ dimensions: [{ name: 'sex', value: sex }], value: String(figure) });
  return { value: String(women + men + (act.sensible ? 0 : 1)), by: [part('female', women), part('male', men)] };
}

/** The last measurement of a result, which the next one corrects. */
function last(book: MemoryBook, resultId: string): { readonly replaces?: string } {
  const state = book.state(fundId, `result:${resultId}`) as ResultState;
  const found = state.status === 'absent' ? undefined : state.measurements.at(-1);
  return found === undefined ? {} : { replaces: found.id };
}

/** What came of it: beside the money, and moving none. */
export const resultActs = {
  'result.define': (book, act) => [
    {
      resultId: idOf(book, act, 'result', 'absent'),
      activityId: 'a-1',
      type: 'output',
      title: { en: 'Wells' },
      indicators: [families(act)],
    },
  ],
  'result.amend': (book, act) => [
    { resultId: idOf(book, act, 'result', 'defined'), indicators: [families(act)], reason: secret },
  ],
  'result.measure': (book, act) => {
    const resultId = idOf(book, act, 'result', 'defined');
    const measurement = `n-${act.pick % 9}`;
    const replaces = act.other % 2 === 0 ? last(book, resultId) : {};
    return [{ resultId, measurement, indicator: 'families', periodStart: '2026-01-01', ...counted(act), ...replaces }];
  },
} satisfies Record<string, Make>;
