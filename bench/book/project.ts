import type { BookId } from '#kernel/ids';
import { registryBook } from '#kernel/ids';
import type { Ask } from './fund.js';

/*
 * The fund of which large books are made: many small projects that all go the same way, so that what is decided of one can be
 * written of any. Money comes in, an activity begins, a grant is signed for it and paid in nine parts.
 */

/** Contributions, each under an earmark of its own, and organisations; a project belongs to one of each. */
export const groups = 64;
/** Payments of a project: with the grant that is signed, its activity has ten transactions. */
const payments = 9;

/** A day of the fund, and how many projects begin on each. */
export interface Calendar {
  readonly firstDay: string;
  readonly perDay: number;
}

export const dayOf = ({ firstDay, perDay }: Calendar, project: number): string =>
  new Date(Date.parse(firstDay) + Math.floor(project / perDay) * 86_400_000).toISOString().slice(0, 10);

const usd = (amount: string) => ({ amount, currency: 'USD' });
const two = (group: number): string => String(group).padStart(2, '0');

/** Names that are met nowhere else in a record, so that those of another project can take their place. */
export const groupName = (group: number): string => `x${two(group)}`;
export const projectName = (project: number): string => String(project).padStart(7, '0');

export function* groupPartners(): Generator<Ask> {
  const partner = (partnerId: string, kind: string): Ask => ({
    type: 'partner.register',
    book: registryBook,
    actor: 'ana',
    role: 'fund-manager',
    body: { partnerId, name: `The ${partnerId}`, kind },
  });
  for (let group = 0; group < groups; group++) {
    yield partner(`donor-${groupName(group)}`, 'national-government');
    yield partner(`cso-${groupName(group)}`, 'ngo');
  }
}

/** The fund itself, and what its contributors signed. */
export function* largeFundAsks(book: BookId, firstDay: string): Generator<Ask> {
  const ask = (type: string, body: object, actor = 'ana', role = 'fund-manager'): Ask => ({ type, book, actor, role, body });
  const names = Array.from({ length: groups }, (_, group) => groupName(group));
  yield ask(
    'fund.establish',
    {
      name: { es: 'Fondo grande', en: 'Large fund' },
      homeCurrency: 'USD',
      timeZone: 'America/Bogota',
      startsOn: firstDay,
      earmarks: names.map((name) => ({ id: `e-${name}`, title: { en: `Earmark ${name}` } })),
      bankAccounts: [{ id: 'main', currency: 'USD' }],
      publishing: { reportingOrg: { ref: 'XX-BENCH-1', name: 'Large fund', type: '40' } },
      valueDate: firstDay,
    },
    'root',
    'admin',
  );
  for (const name of names) {
    const body = {
      contributionId: `c-${name}`,
      contributor: `donor-${name}`,
      earmark: `e-${name}`,
      amount: usd('900000000.00'),
    };
    yield ask('contribution.commit', { ...body, valueDate: firstDay });
  }
}

/** Events of a project: each of its commands gives one. */
export const eventsOfProject = 8 + 4 * payments - 1;

/** Everything that happens in one project. Its day is met in no other place, so that it can be another one. */
export function* largeProjectAsks(book: BookId, project: number, valueDate: string): Generator<Ask> {
  const [name, id] = [groupName(project % groups), projectName(project)];
  const ask = (type: string, body: object, actor = 'ana', role = 'fund-manager'): Ask => ({
    type,
    book,
    actor,
    role,
    body: { ...body, valueDate },
  });
  const [activityId, grantId, cso] = [`a-${id}`, `g-${id}`, `cso-${name}`];
  yield ask('contribution.receive', {
    contributionId: `c-${name}`,
    amount: usd('9500.00'),
    bankAccount: 'main',
    bankReference: `IN ${id}`,
  });
  yield ask('activity.identify', {
    activityId,
    title: { es: `Agua segura ${id}`, en: `Safe water ${id}` },
    description: { en: 'Wells for the schools of a valley.' },
    modality: 'triangular',
    plannedStart: '2023-11-01',
    plannedEnd: '2027-12-31',
    classification: {
      countries: [{ code: 'HN', percentage: '100' }],
      sectors: [{ code: '14030', percentage: '100' }],
      collaborationType: '1',
    },
  });
  yield ask('activity.join-partner', { activityId, partner: cso, phase: 'implementation', role: 'executor' });
  for (const step of ['negotiate', 'formulate']) yield ask(`activity.${step}`, { activityId });
  yield ask('allocation.make', { allocationId: `al-${id}`, earmark: `e-${name}`, amount: usd('9200.00') });
  const amount = usd('9000.00');
  yield ask('grant.sign', {
    grantId,
    activityId,
    payee: cso,
    amount,
    funding: [{ earmark: `e-${name}`, amount }],
    instalments: [{ id: 'all', kind: 'advance', amount, dueDate: '2027-12-31' }],
  });
  yield ask('activity.start', { activityId });
  for (let n = 1; n <= payments; n++) {
    const disbursementId = `d-${id}-${n}`;
    yield ask('disbursement.request', { disbursementId, grantId, kind: 'advance', amount: usd('1000.00') });
    yield ask('disbursement.approve', { disbursementId }, 'beto', 'approver');
    yield ask('disbursement.pay', { disbursementId, bankAccount: 'main', bankReference: `OUT ${id}-${n}` });
    if (n < payments) yield ask('disbursement.acknowledge', { disbursementId });
  }
}

/**
 * What a caller gives to a large book, for ever: money comes in, a grant is signed for one of its activities, an old one that
 * nobody has in memory, and is paid in one part. `callers` share its projects between them.
 */
export function* largeCallerAsks(book: BookId, caller: number, callers: number, projects: number): Generator<Ask, never> {
  const ask = (type: string, body: object, actor = 'ana', role = 'fund-manager'): Ask => ({ type, book, actor, role, body });
  for (let n = 0; ; n++) {
    const project = ((n * callers + caller) * 7_919) % projects;
    const [name, activityId] = [groupName(project % groups), `a-${projectName(project)}`];
    const id = `${process.pid}-${caller}-${n}`;
    const [grantId, disbursementId, amount] = [`lg-${id}`, `ld-${id}`, usd('90.00')];
    const bankReference = `L ${id}`;
    yield ask('contribution.receive', {
      contributionId: `c-${name}`,
      amount: usd('100.00'),
      bankAccount: 'main',
      bankReference,
    });
    yield ask('allocation.make', { allocationId: `la-${id}`, earmark: `e-${name}`, amount: usd('95.00') });
    yield ask('grant.sign', {
      grantId,
      activityId,
      payee: `cso-${name}`,
      amount,
      funding: [{ earmark: `e-${name}`, amount }],
      instalments: [{ id: 'all', kind: 'advance', amount, dueDate: '2027-12-31' }],
    });
    yield ask('disbursement.request', { disbursementId, grantId, instalment: 'all' });
    yield ask('disbursement.approve', { disbursementId }, 'beto', 'approver');
    yield ask('disbursement.pay', { disbursementId, bankAccount: 'main', bankReference });
    yield ask('disbursement.acknowledge', { disbursementId });
  }
}
