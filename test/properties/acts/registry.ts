import type { PayeeAccounts } from '#domain/registry/payee-account';
import { registryBook } from '#kernel/ids';
import { type Chance, type Make, among, dollars, secret } from './act.js';

const inRegistry = (body: object, actor = 'ana') => [{ ...body }, actor, registryBook] as const;

/** The rules that a fund may change while it lives, one at a time. */
const policies = (act: Chance) => [
  { approvals: { twoAbove: dollars(12), threeAbove: dollars(25) } },
  { approvals: {} },
  { advances: { mostOutstanding: '90', dueDays: 60 } },
  { advances: {} },
  { incomeRecognition: among(['as-spent', 'on-receipt', 'at-signature', 'as-accepted'], act.other) },
  { inKind: among(['recognised', 'memorandum'], act.other) },
  { categoryTolerance: '20' },
  { auditAbove: dollars(120) },
  { payeeAccount: among(['required', 'optional'], act.other) },
  { dueDiligence: among(['required', 'optional'], act.other) },
  { risk: { high: { mostAdvance: '80' } } },
  { cofinancing: { ownShare: '10', whenShort: 'warn' } },
  { reconciliation: among(['required', 'optional'], act.other) },
  { exchangeResult: among(['earmark', 'free'], act.other) },
  { minutes: among([['grant.sign', 'contribution.waive-condition', 'refund.write-off'], []], act.other) },
];

/** What the registry says of the payee, and what the fund makes of it: nothing of it moves money, all of it may stop some. */
export const registryActs = {
  'fund.amend-rules': (_, act) => [{ policy: among(policies(act), act.pick) }],
  'partner.suspend': (_, act) =>
    inRegistry({
      partnerId: 'cso',
      effect: among(['payments', 'new-grants', 'all'], act.other),
      reason: 'other',
      findings: secret,
    }),
  'partner.reinstate': () => inRegistry({ partnerId: 'cso' }),
  'partner.record-due-diligence': (_, act) =>
    inRegistry({
      partnerId: 'cso',
      outcome: among(['passed', 'passed', 'failed'], act.other),
      risk: among(['low', 'medium', 'high'], act.pick),
      until: among(['2026-12-31', '2030-12-31', '2026-06-30'], act.pick),
    }),
  'payee-account.propose': (_, act) =>
    inRegistry(
      {
        partnerId: 'cso',
        account: `n-${act.other % 3}`,
        country: 'CO',
        currency: act.pick % 3 === 0 ? 'EUR' : 'USD',
        number: secret,
        bank: 'Banco',
      },
      'ana',
    ),
  'payee-account.confirm': (book, act) => {
    const { accounts } = book.state(registryBook, 'payee-account:cso') as PayeeAccounts;
    const proposed = accounts.filter((each) => each.status === 'proposed').map((each) => each.account);
    const account = proposed.length > 0 && act.sensible ? among(proposed, act.pick) : `n-${act.other % 3}`;
    return inRegistry({ partnerId: 'cso', account }, 'beto');
  },
  'payee-account.revoke': (_, act) => inRegistry({ partnerId: 'cso', account: `n-${act.other % 3}`, reason: 'closed' }),
} satisfies Record<string, Make>;
