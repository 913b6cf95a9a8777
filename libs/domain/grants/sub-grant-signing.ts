import type { Reader } from '#kernel/decider';
import { currency as currencyOf } from '#kernel/currency';
import { type Money, formatAmount, greatest, minorOf, money, moneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { refuseUnknownStage } from '../activities/activity.js';
import { defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, homeJson, homeText, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, grantFor, signedGrant } from './grant.js';
import { registeredPartner } from '../registry/partner.js';
import { refuseSuspended } from '../registry/payee.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken } from '../stream.js';
import {
  type ExistingSubGrant,
  type SubGrantAmended,
  type SubGrantClosed,
  type SubGrantSigned,
  amendedSubGrant,
  outstandingOn,
  refuseStranger,
  signedIn,
  subGrant,
  subGrantDate,
} from './sub-grant.js';
import { inItsCurrency, subGrantClauseFields, subGrantClausesOf } from './sub-grant-terms.js';

/*
 * How a sub-grant is agreed on, amended and closed. All of a grant's fit into the grant, at what they are worth in its currency.
 */

export const subGrantSigningCommands = [
  defineCommand({
    type: 'sub-grant.sign',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      subGrantId: field.id,
      grantId: field.id,
      partner: field.id.describe('To whom the payee of the grant passes it on.'),
      stage: field.id.optional(),
      agreement: field.line(200).optional(),
      amount: field.amount,
      rate: field.rate.optional(),
      ...subGrantClauseFields,
    },
    creates: 'subGrantId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, subGrant, body.subGrantId);
      const above = signedGrant(reader, body.grantId);
      refuseStranger(command, reader, above);
      registeredPartner(reader, body.partner);
      for (const each of [above.payee, body.partner]) refuseSuspended(reader, each, 'new-grants');
      if (body.partner === above.payee) refuse('sub-grant-to-itself', { partner: body.partner, grant: body.grantId });
      refuseUnknownStage(reader, above.activity, body.stage);
      const home = homeValue(open, body.amount, body.rate);
      refuseBeyondGrant(open, reader, body.grantId, above, home);
      const grant = { grantId: body.grantId, terms: above };
      const data = present<SubGrantSigned>({
        grant: body.grantId,
        activity: above.activity,
        lead: above.payee,
        partner: body.partner,
        stage: body.stage,
        agreement: body.agreement,
        amount: toJson(body.amount),
        home: homeJson(open, home),
        rate: body.rate,
        ...subGrantClausesOf(open, body.subGrantId, body, grant, { amount: body.amount }),
        ...paperOf(command),
      });
      return { events: [event(subGrant, body.subGrantId, 'sub-grant.signed', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'sub-grant.amend',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      subGrantId: field.id,
      agreement: field.line(200).optional().describe('The addendum.'),
      amount: field.amount.optional().describe('What it comes to from now on; never less than is out.'),
      rate: field.rate.optional().describe('Of what is added, where it is in another currency than the grant.'),
      ...subGrantClauseFields,
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = signedIn(reader, body.subGrantId);
      const { terms } = state;
      const whole = body.amount && inItsCurrency(open, body.subGrantId, terms.amount.currency, body.amount);
      const change = whole === undefined ? 0n : whole.amountMinor - minorOf(terms.amount);
      const above = change > 0n ? signedGrant(reader, terms.grant) : grantFor(reader, terms.grant, 'account');
      refuseStranger(command, reader, above);
      if (change > 0n) for (const each of [above.payee, terms.partner]) refuseSuspended(reader, each, 'new-grants');
      const code = currencyOf(terms.amount.currency);
      const amount = whole ?? money(minorOf(terms.amount), code);
      const home = worthAfter(open, terms, amount, body.rate);
      if (change > 0n) refuseBeyondGrant(open, reader, terms.grant, above, home - minorOf(terms.home));
      refuseBelowPaid(body.subGrantId, state, amount);
      const valueDate = subGrantDate(command, open, body.subGrantId, state.signedOn);
      const data = present<SubGrantAmended>({
        grant: terms.grant,
        partner: terms.partner,
        agreement: body.agreement,
        amount: toJson(amount),
        change: moneyJson(change, code),
        home: homeJson(open, home),
        homeChange: homeJson(open, home - minorOf(terms.home)),
        rate: body.rate,
        ...subGrantClausesOf(open, body.subGrantId, body, { grantId: terms.grant, terms: above }, { amount, before: state }),
        ...paperOf(command),
      });
      if (saysTheSame(terms, amendedSubGrant(terms, data))) return { events: [], valueDate };
      return { events: [event(subGrant, body.subGrantId, 'sub-grant.amended', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'sub-grant.close',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { subGrantId: field.id },
    decide: (command, reader) => {
      const { subGrantId } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, subGrant, subGrantId);
      if (state.status === 'closed') return { events: [], valueDate: valueDateOf(command, open) };
      const { terms, figures, lastOn } = signedIn(reader, subGrantId);
      refuseStranger(command, reader, grantFor(reader, terms.grant, 'conclude'));
      const outstanding = outstandingOn(figures);
      if (outstanding > 0n) {
        refuse('sub-grant-outstanding', {
          subGrant: subGrantId,
          currency: terms.amount.currency,
          outstanding: formatAmount(outstanding, currencyOf(terms.amount.currency)),
        });
      }
      const [signed, out] = [minorOf(terms.amount), figures.paid - figures.refunded];
      const data: SubGrantClosed = {
        grant: terms.grant,
        partner: terms.partner,
        freed: homeJson(open, (minorOf(terms.home) * (signed - out)) / signed),
        ...paperOf(command),
      };
      const valueDate = subGrantDate(command, open, subGrantId, lastOn);
      return { events: [event(subGrant, subGrantId, 'sub-grant.closed', data)], valueDate };
    },
  }),
];

/** All that is passed on of a grant fits into it. */
function refuseBeyondGrant(open: OpenFund, reader: Reader, grantId: string, { amount }: GrantSigned, home: bigint): void {
  const room = minorOf(amount) - reader.balances.of(`subgranted:${grantId}`, open.home);
  if (home <= room) return;
  refuse('sub-grants-exceed-grant', {
    grant: grantId,
    currency: open.home,
    requested: homeText(open, home),
    room: homeText(open, greatest(0n, room)),
  });
}

/** What is added is worth what it is at its rate; what is taken away, its part of what the whole was worth. */
function worthAfter(open: OpenFund, terms: SubGrantSigned, amount: Money, rate: Rate | undefined): bigint {
  const [before, home] = [minorOf(terms.amount), minorOf(terms.home)];
  const change = amount.amountMinor - before;
  if (change > 0n) return home + homeValue(open, money(change, amount.currency), rate);
  if (rate) refuse('rate-not-needed', { currency: amount.currency });
  return (home * amount.amountMinor) / before;
}

function refuseBelowPaid(id: string, { figures }: ExistingSubGrant, amount: Money): void {
  const out = figures.paid - figures.refunded;
  if (amount.amountMinor >= out) return;
  refuse('sub-grant-below-paid', {
    subGrant: id,
    currency: amount.currency,
    amount: toJson(amount).amount,
    paid: formatAmount(out, amount.currency),
  });
}
