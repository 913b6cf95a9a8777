import type { NewEvent, Reader } from '#kernel/decider';
import { call } from './call.js';
import type { CofinancingRule } from '../grants/cofinancing-rule.js';
import { type OpenFund, homeText } from '../fund/fund.js';
import { proposal, proposalIn } from './proposal.js';
import { sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

/** What a grant that rests on an award says of itself. */
export interface Granting {
  readonly grantId: string;
  readonly executor: string;
  readonly amountMinor: bigint;
  readonly lines: readonly { readonly earmark: string; readonly window: string }[];
}

/**
 * Refuses a grant that the award of a proposal does not bear: to another organisation than its lead, of more, from other
 * money than the call's, or a second one. `stands` tells whether a grant is still in force. Gives the event that notes it.
 */
export function grantedOn(
  open: OpenFund,
  reader: Reader,
  proposalId: string,
  asked: Granting,
  stands: (grant: string) => boolean,
): NewEvent {
  const state = proposalIn(reader, proposalId, 'awarded');
  const { lead } = state.terms;
  const before = state.grants.findLast(stands);
  if (before !== undefined) refuse('proposal-granted', { proposal: proposalId, grant: before });
  if (!sameOrganisationAs(reader, asked.executor, lead))
    refuse('grant-not-to-lead', { proposal: proposalId, lead, executor: asked.executor });
  refuseBeyondAward(open, reader, proposalId, asked);
  return event(proposal, proposalId, 'proposal.granted', { grant: asked.grantId });
}

/** Refuses a grant, as signed or as amended, of more than was awarded, or from other money than the call's. */
export function refuseBeyondAward(
  open: OpenFund,
  reader: Reader,
  proposalId: string,
  { amountMinor, lines }: Pick<Granting, 'amountMinor' | 'lines'>,
): void {
  const { awardedMinor, terms } = existing(reader, proposal, proposalId);
  if (amountMinor > awardedMinor) {
    refuse('grant-exceeds-award', {
      proposal: proposalId,
      currency: open.home,
      grant: homeText(open, amountMinor),
      awarded: homeText(open, awardedMinor),
    });
  }
  if (terms.call === undefined) return;
  const { window, earmarks } = existing(reader, call, terms.call).terms;
  const outside = lines.find((line) => line.window !== window || !earmarks.includes(line.earmark));
  if (!outside) return;
  refuse('funding-outside-call', {
    call: terms.call,
    callWindow: window,
    callEarmarks: [...earmarks],
    window: outside.window,
    earmark: outside.earmark,
  });
}

/** What the call under which a proposal was made asks others to bear. */
export function cofinancingOfCall(reader: Reader, proposalId: string): CofinancingRule | undefined {
  const state = existing(reader, proposal, proposalId);
  return state.terms.call === undefined ? undefined : existing(reader, call, state.terms.call).terms.cofinancing;
}
