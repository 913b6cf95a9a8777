import { type MoneyJson, greatest, minorOf } from '#kernel/money';
import type {
  BroughtForward,
  ContributionAmended,
  ContributionCommitted,
  ContributionReceived,
  ContributionReturned,
  Gain,
  IncomeRecognised,
  Loss,
} from './contribution-events.js';
import {
  keepsPromise,
  keepsReceipt,
  undoneBroughtForward,
  undoneGain,
  undoneLoss,
  undoneReceipt,
  undoneReturn,
} from './contribution-undone.js';
import type { KnownContribution } from './contribution.js';
import { outlivesOpening, purseAfterOthers } from './opening-undone.js';
import { homeJson } from '../fund/fund.js';
import { type Move, type Part, frees, part, takes } from '../reversal/shifting.js';
import { type Reversal, type Undoing, lessen, receivedParts, unclearsBudget, unclearsCover } from '../reversal/undoing.js';

/** How the events of a contribution are undone. */
export const contributionReversals: Readonly<Record<string, Reversal>> = {
  'contribution.committed': {
    refusal: ({ state }, data: ContributionCommitted) => {
      const known = state as KnownContribution;
      return known.conditions.some((each) => each.status !== 'open') ? 'later-events' : keepsPromise(known, data, true);
    },
    restate: undoneGain<ContributionCommitted>,
    moves: (undoing, data: ContributionCommitted) => ungains(undoing, data.earmark, data),
  },
  'contribution.condition-met': {
    refusal: ({ state }, data: Gain) => keepsPromise(state as KnownContribution, data, false),
    restate: undoneGain<Gain>,
    moves: (undoing, data: Gain & { readonly earmark: string }) => ungains(undoing, data.earmark, data),
  },
  'contribution.condition-ended': {},
  'contribution.amended': {
    refusal: ({ state }, data: ContributionAmended) =>
      data.change === 'increase' ? keepsPromise(state as KnownContribution, data, false) : undefined,
    restate: (state: KnownContribution, data: ContributionAmended): ContributionAmended =>
      data.change === 'increase' ? undoneGain(state, data) : undoneLoss(state, data),
    moves: (undoing, data: ContributionAmended) =>
      data.change === 'increase' ? ungains(undoing, data.earmark, data) : unloses(undoing, data.earmark, data),
  },
  'contribution.written-off': {
    restate: undoneLoss<Loss>,
    moves: (undoing, data: Loss & { readonly earmark: string }) => unloses(undoing, data.earmark, data),
  },
  'contribution.received': {
    refusal: ({ state }, data: ContributionReceived) => keepsReceipt(state as KnownContribution, data),
    restate: undoneReceipt,
    moves: unreceives,
  },
  'contribution.brought-forward': {
    refusal: (undoing, data: BroughtForward) => {
      const { state } = undoing;
      if (undoing.with === undefined && !outlivesOpening(undoing)) return 'of-opening';
      const known = state as KnownContribution;
      const lasting = minorOf(undoneBroughtForward(known, data).funded) < minorOf(data.spent) ? 'later-events' : undefined;
      return keepsReceipt(known, data) ?? lasting;
    },
    restate: undoneBroughtForward,
    // What had been spent by then is free again, once what is missing is made good.
    moves: (undoing, { earmark, spent }: BroughtForward) =>
      frees(purseAfterOthers(undoing, earmark), `shortfall:${earmark}`, [part(`unallocated:${earmark}`, spent)]),
  },
  'contribution.returned': {
    restate: undoneReturn,
    moves: unreturns,
  },
  'income.recognised': {
    refusal: ({ state }, data: IncomeRecognised) =>
      (state as KnownContribution).recognisedMinor < minorOf(data.amount) ? 'later-events' : undefined,
  },
};

/** What was promised, and had cleared a shortfall, is not there any more. */
const ungains = ({ open, purse, id }: Undoing, earmark: string, data: Gain): Move[] => [
  ...unclearsBudget(purse, earmark, data.home, data.clearsShortfall),
  ...unclearsCover(purse, earmark, receivedParts(id, earmark, data.applied?.funded, data.clearsCoverShortfall), {
    cleared: data.clearsCoverShortfall ?? homeJson(open, 0n),
    own: `cover:${earmark}:${id}`,
  }),
];

/** What is promised again makes good what its loss had left short, then what else is missing. */
function unloses({ purse, id }: Undoing, earmark: string, { home, shortfall, unsettles }: Loss): Move[] {
  const free = (account: string, whole: MoneyJson, short: MoneyJson | undefined): Part[] => [
    { account, amountMinor: lessen(whole, short) },
  ];
  const unallocated = `unallocated:${earmark}`;
  const cover = `cover:${earmark}:${id}`;
  const own = (short: MoneyJson | undefined, surplus: string) => ({ amountMinor: short ? minorOf(short) : 0n, surplus });
  return [
    ...frees(purse, `shortfall:${earmark}`, free(unallocated, home, shortfall), own(shortfall, unallocated)),
    ...(unsettles
      ? frees(
          purse,
          `cover-shortfall:${earmark}`,
          free(cover, unsettles.funded, unsettles.coverShortfall),
          own(unsettles.coverShortfall, cover),
        )
      : []),
  ];
}

/** Money goes back to the bank: what is bound of it by now is missing. */
function unreceives(undoing: Undoing, data: ContributionReceived): Move[] {
  const { open, purse, id } = undoing;
  const { earmark, clearsCoverShortfall } = data;
  const difference = data.exchange ? minorOf(data.exchange.difference) : 0n;
  const came = homeJson(open, minorOf(data.funded) + difference);
  const parts = receivedParts(id, earmark, came, clearsCoverShortfall);
  return [
    ...(data.exchange ? unexchanges(undoing, earmark, data.exchange) : []),
    ...(data.raises ? untakes(undoing, earmark, data.raises.home, data.raises.clearsShortfall) : []),
    ...parts.flatMap((each) => takes(purse, each, `cover-shortfall:${earmark}`)),
    ...unclearsCover(purse, earmark, parts, {
      cleared: clearsCoverShortfall ?? homeJson(open, 0n),
      own: `cover:${earmark}:${id}`,
    }),
  ];
}

/** Money comes again: it makes good what is missing before it is free. */
function unreturns({ purse, id }: Undoing, { earmark, fromSettled, fromCommitment }: ContributionReturned): Move[] {
  const back = (fromSettled ? minorOf(fromSettled.funded) : 0n) + (fromCommitment ? minorOf(fromCommitment.home) : 0n);
  return [
    ...frees(purse, `shortfall:${earmark}`, [part(`unallocated:${earmark}`, fromCommitment?.home)]),
    ...frees(purse, `cover-shortfall:${earmark}`, [{ account: `cover:${earmark}:${id}`, amountMinor: back }]),
  ];
}

/** Resources that a fact had brought go again, allocated or not. */
const untakes = ({ purse }: Undoing, earmark: string, home: MoneyJson, clears: MoneyJson | undefined): Move[] => [
  ...takes(purse, { account: `unallocated:${earmark}`, amountMinor: lessen(home, clears) }, `shortfall:${earmark}`),
  ...unclearsBudget(purse, earmark, home, clears),
];

/** A gain is taken back; a loss is made good. */
function unexchanges(
  undoing: Undoing,
  earmark: string,
  { difference, clearsShortfall, shortfall }: NonNullable<ContributionReceived['exchange']>,
): Move[] {
  if (minorOf(difference) > 0n) return untakes(undoing, earmark, difference, clearsShortfall);
  const short = shortfall ? minorOf(shortfall) : 0n;
  const unallocated = { account: `unallocated:${earmark}`, amountMinor: greatest(0n, -minorOf(difference) - short) };
  return frees(undoing.purse, `shortfall:${earmark}`, [unallocated], { amountMinor: short, surplus: unallocated.account });
}
