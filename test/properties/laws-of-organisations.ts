import type { DisbursementState } from '#domain/accounts/disbursement';
import type { FundState } from '#domain/fund/fund';
import type { GrantState } from '#domain/grants/grant';
import { streamKind } from '#kernel/ids';
import type { EventRecord } from '#kernel/record';
import { fundId } from '../support/given.js';
import type { MemoryBook } from '../support/memory-book.js';
import type { Command } from './fund-life.js';
import { holds } from './law.js';

/** An organisation acts for itself alone: under the grants that it is paid for, that were passed on to it, or that it shares in. */
export function checkOrganisation(book: MemoryBook, { type, role, party }: Command, events: readonly EventRecord[]): void {
  if (role !== 'cso') return;
  for (const event of events) {
    const concerned = concernedBy(book, event);
    holds(concerned.has(party === 'old-cso' ? 'cso' : party!), `${type} by ${party} is about ${[...concerned].join(', ')}`);
  }
}

/** Whose an event is: of the payee and the executor of the grant, and of the partner that it was passed on to, or that bears a part. */
function concernedBy(book: MemoryBook, { stream, data }: EventRecord): ReadonlySet<string> {
  const told = data as { readonly grant?: string; readonly partner?: string; readonly lead?: string };
  const payment = book.state(fundId, stream) as Partial<Extract<DisbursementState, { readonly request: unknown }>>;
  const grantId = told.grant ?? payment.request?.grant;
  const grant = grantId === undefined ? undefined : (book.state(fundId, `grant:${grantId}`) as GrantState);
  const own = grant === undefined || grant.status === 'absent' ? ['cso', 'coop'] : [grant.terms.payee, grant.terms.executor];
  const beside = ['sub-grant', 'cofinancing'].includes(streamKind(stream)) && told.partner !== undefined;
  return new Set([...own, ...(beside ? [told.partner] : [])]);
}

/** Where the rules of the fund ask for a minute, the event names one. */
export function checkMinutes(before: FundState, { type }: Command, events: readonly EventRecord[]): void {
  if (before.status !== 'open' || before.policy.minutes?.includes(type) !== true) return;
  for (const { authority } of events) holds(authority.minute !== undefined, `${type} names no minute`);
}
