import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, noEarmark, openFund } from '../fund/fund.js';
import { type ChangedLine, type FundingLine, bound, disbursedOn, lowered, raised } from './funding-line.js';
import { fundingField, refuseUnequalInstalments } from './grant-signing.js';
import { type GrantAmended, type GrantSigned, grant, grantDate, signedGrant } from './grant.js';
import { clauseFields, clausesOf, instalmentField, instalmentsOf, refuseRepeated } from './grant-terms.js';
import { refuseBeyondAward } from '../calls/granting.js';
import { refuseMoreToPayee } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

type Asked = z.output<typeof fundingField>;

export const grantAmendmentCommands = [
  defineCommand({
    type: 'grant.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      grantId: field.id,
      agreement: field.line(200).optional().describe('The addendum.'),
      increase: fundingField.optional().describe('Bound on top, by earmark; a new earmark is a new line, paid last.'),
      decrease: z
        .array(z.strictObject({ earmark: field.id.default(noEarmark), amount: field.amount }))
        .min(1)
        .max(20)
        .optional()
        .describe('Freed, by earmark; never what was ordered, paid, or accepted and is owed.'),
      instalments: z
        .array(instalmentField)
        .min(1)
        .max(100)
        .optional()
        .describe('All of them anew, those that were paid too; needed where the amount changes.'),
      ...clauseFields,
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const terms = signedGrant(reader, body.grantId);
      const valueDate = grantDate(command, open, body.grantId, existing(reader, grant, body.grantId).signedOn);
      const lines = [
        ...increases(open, reader, body.grantId, terms, body.increase ?? []),
        ...decreases(open, reader, body.grantId, terms, body.decrease ?? []),
      ];
      refuseRepeated(
        'funding line',
        lines.map((each) => each.earmark),
      );
      const change = sum(lines.map((each) => minorOf(each.change)));
      const total = minorOf(terms.amount) + change;
      if (total <= 0n)
        refuse('amendment-leaves-nothing', {
          grant: body.grantId,
          signed: homeText(open, minorOf(terms.amount)),
          currency: open.home,
        });
      if (change > 0n && terms.proposal !== undefined) {
        const raisedLines = lines.filter((each) => minorOf(each.change) > 0n);
        refuseBeyondAward(open, reader, terms.proposal, { amountMinor: total, lines: raisedLines });
      }
      if (change < 0n) refuseBelowPassedOn(open, reader, body.grantId, total);
      const instalments = body.instalments && instalmentsOf(open, body.grantId, body.instalments);
      refuseUnequalInstalments(open, total, instalments ?? terms.instalments);
      const { payee, executor } = terms;
      const planned = { payee, executor, totalMinor: total, instalments: instalments ?? terms.instalments };
      refuseMoreToPayee(open, reader, terms, { ...planned, on: valueDate });
      const clauses = clausesOf(open, body.grantId, body, {
        ...terms,
        totalMinor: total,
        instalments: instalments ?? terms.instalments,
      });
      const data = present<GrantAmended>({
        activity: terms.activity,
        payee: terms.payee,
        agreement: body.agreement,
        amount: homeJson(open, total),
        change: homeJson(open, change),
        lines,
        instalments,
        ...clauses,
        ...paperOf(command),
      });
      const nothing = lines.length === 0 && instalments === undefined && Object.keys(clauses).length === 0;
      if (nothing) refuse('amendment-empty', { grant: body.grantId });
      return { events: [event(grant, body.grantId, 'grant.amended', data)], valueDate };
    },
  }),
];

const lineOf = (terms: GrantSigned, earmark: string): FundingLine | undefined =>
  terms.lines.find((each) => each.earmark === earmark);

function increases(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, asked: Asked): ChangedLine[] {
  return asked.map(({ earmark, window, amount }) => {
    const by = inHome(open, amount, 'grant', grantId);
    const line = lineOf(terms, earmark) ?? {
      earmark,
      window: window ?? 'general',
      amount: homeJson(open, 0n),
      attribution: [],
    };
    if (window !== undefined && window !== line.window) {
      refuse('terms-differ', {
        thing: 'funding line',
        id: earmark,
        member: 'window',
        expected: line.window,
        given: window,
      });
    }
    refuseOverpaid(open, reader, grantId, line);
    return raised(open, line, by, bound(open, reader, { earmark, window: line.window, amountMinor: by }));
  });
}

/** A line that has paid more than it was signed for cannot say whose money more of it would be. */
function refuseOverpaid(open: OpenFund, reader: Reader, grantId: string, line: FundingLine): void {
  const paid = disbursedOn(open, reader, grantId, line);
  if (paid > minorOf(line.amount)) {
    refuse('line-overpaid', {
      grant: grantId,
      earmark: line.earmark,
      currency: open.home,
      paid: homeText(open, paid),
      signed: homeText(open, minorOf(line.amount)),
    });
  }
}

function decreases(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  asked: readonly { readonly earmark: string; readonly amount: Asked[number]['amount'] }[],
): ChangedLine[] {
  const whole = sum(asked.map((each) => inHome(open, each.amount, 'grant', grantId)));
  refuseOwed(open, reader, grantId, terms, whole);
  return asked.map(({ earmark, amount }) => {
    const line = lineOf(terms, earmark);
    if (!line) {
      return refuse('earmark-unknown', { earmark, known: terms.lines.map((each) => each.earmark) });
    }
    const by = amount.amountMinor;
    const free = unpaidOn(open, reader, grantId, line);
    if (by > free) refuseDecrease(open, grantId, by, free);
    return lowered(open, reader, grantId, line, { by, to: minorOf(line.amount) - by });
  });
}

/** What of a line is neither ordered nor paid. */
const unpaidOn = (open: OpenFund, reader: Reader, grantId: string, line: FundingLine): bigint =>
  least(
    reader.balances.of(`committed:${line.earmark}:${grantId}`, open.home),
    greatest(0n, minorOf(line.amount) - disbursedOn(open, reader, grantId, line)),
  );

/** What has been accepted and is owed to the payee stays payable. */
function refuseOwed(open: OpenFund, reader: Reader, grantId: string, terms: GrantSigned, by: bigint): void {
  const room = sum(terms.lines.map((line) => greatest(0n, minorOf(line.amount) - disbursedOn(open, reader, grantId, line))));
  const free = greatest(0n, room - reader.balances.of(`payable:${grantId}`, open.home));
  if (by > free) refuseDecrease(open, grantId, by, free);
}

/** What the payee has passed on in sub-grants still fits into the grant. */
function refuseBelowPassedOn(open: OpenFund, reader: Reader, grantId: string, total: bigint): void {
  const passedOn = reader.balances.of(`subgranted:${grantId}`, open.home);
  if (passedOn <= total) return;
  refuse('amendment-below-sub-grants', {
    grant: grantId,
    currency: open.home,
    amount: homeText(open, total),
    passedOn: homeText(open, passedOn),
  });
}

const refuseDecrease = (open: OpenFund, grantId: string, by: bigint, free: bigint): never =>
  refuse('decrease-exceeds-free', {
    grant: grantId,
    currency: open.home,
    requested: homeText(open, by),
    free: homeText(open, free),
    missing: homeText(open, by - free),
  });
