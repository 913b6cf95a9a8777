import type { EventRecord } from '#kernel/record';
import { after, aFund, fundId, usd } from './given.js';
import { MemoryBook } from './memory-book.js';

/** Stands for the number of a project in what its life is told with. */
const number = 'NN';
const two = ['1', '2'] as const;

/** The life of one project, from the contribution that pays for it. */
function aProject(book: MemoryBook): void {
  const step = (type: string, body: object, asked = {}): void => after(type, { ...body }, asked)(book);
  const [contributionId, activityId, grantId] = [`c-${number}`, `a-${number}`, `g-${number}`];
  step('contribution.commit', { contributionId, contributor: 'donor', amount: usd('2000') });
  step('contribution.receive', { contributionId, amount: usd('2000'), bankAccount: 'main' });
  step('activity.identify', { activityId, title: { en: 'Wells' }, modality: 'triangular' });
  step('activity.join-partner', { activityId, partner: 'cso', phase: 'implementation', role: 'executor' });
  step('allocation.make', { allocationId: `l-${number}`, amount: usd('2000'), activityId });
  const instalments = two.map((id) => ({ id, kind: 'advance', amount: usd('1000'), dueDate: '2026-03-01' }));
  step('grant.sign', { grantId, activityId, payee: 'cso', amount: usd('2000'), instalments });
  const periods = [{ start: '2026-01-01', end: '2026-06-30', target: { value: '20', by: [] } }];
  step('result.define', {
    resultId: `r-${number}`,
    activityId,
    type: 'output',
    title: { en: 'Wells' },
    indicators: [{ id: 'wells', title: { en: 'Wells' }, measure: 'count', periods }],
  });
  for (const each of two) {
    const disbursementId = `d-${each}-${number}`;
    const reportId = `e-${each}-${number}`;
    step('disbursement.request', { disbursementId, grantId, instalment: each }, { actor: 'ana' });
    step('disbursement.approve', { disbursementId }, { actor: 'beto' });
    step('disbursement.pay', { disbursementId, bankAccount: 'main' });
    const lines = [{ category: 'equipment', amount: usd('1000') }];
    step(
      'expenditure.submit',
      { reportId, grantId, periodStart: '2026-01-01', periodEnd: '2026-02-28', lines },
      { actor: 'ana' },
    );
    step('expenditure.accept', { reportId }, { actor: 'beto' });
  }
}

/**
 * The events of a fund with many projects: one was decided, the others are its events under other numbers, each of another
 * donor and another CSO in turn (`donor-0` to `donor-19`, `cso-0` to `cso-49`). For what reads a large book.
 */
export function manyProjects(projects: number): EventRecord[] {
  const book = new MemoryBook();
  for (const step of aFund()) step(book);
  const before = book.events(fundId).length;
  aProject(book);
  const events = book.events(fundId);
  const form = JSON.stringify(events.slice(before));
  const all = events.slice(0, before);
  for (let project = 1; project <= projects; project++) {
    const life = form
      .replaceAll(number, String(project))
      .replaceAll('"donor"', `"donor-${project % 20}"`)
      .replaceAll('"cso"', `"cso-${project % 50}"`);
    for (const event of JSON.parse(life) as EventRecord[]) all.push({ ...event, position: all.length + 1 });
  }
  return all;
}
