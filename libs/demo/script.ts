import { createHash } from 'node:crypto';
import type { BookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { Role } from '#domain/command';
import type { Bodies, DemoCommand } from './command.js';

/** Who acts for a book, by role; whoever approves is another person than the one who runs the fund. */
export type Cast = Readonly<Partial<Record<Role, string>> & Record<'fund-manager' | 'approver' | 'admin', string>>;

/** Commands that need another person than the one who runs the fund. */
const roles: { readonly [Type in keyof Bodies]?: Role } = {
  'partner.register': 'admin',
  'fund.establish': 'admin',
  'fund.close': 'approver',
  'grant.meet-condition': 'approver',
  'disbursement.approve': 'approver',
  'expenditure.accept': 'approver',
  'expenditure.disallow': 'approver',
  'expenditure.decide-appeal': 'approver',
  'cofinancing.accept': 'approver',
  'cost.approve': 'approver',
  'waiver.confirm': 'approver',
  'refund.write-off': 'approver',
  'proposal.assess': 'assessor',
  'proposal.award': 'approver',
  'proposal.award-directly': 'approver',
  'proposal.decline': 'approver',
  'complaint.answer': 'approver',
};

/** Who gives a command that is not for the first who may. */
type By = Partial<Pick<DemoCommand, 'actor' | 'role'>>;

/** Writes down what happens in a book, numbering it as it goes. */
export class Script {
  readonly commands: DemoCommand[] = [];
  /** How many events they make. */
  events = 0;

  constructor(
    private readonly book: BookId,
    private readonly cast: Cast,
  ) {}

  /**
   * What the source tells, dates apart where it gives only the year. Answers the position that its event will have.
   * `by`: another role or person than usual.
   */
  told<Type extends keyof Bodies>(type: Type, body: Bodies[Type], by?: By): number {
    return this.add(type, body, false, by);
  }

  /** What holds an amount or a fact of our own making. Answers as `told`. */
  illustrative<Type extends keyof Bodies>(type: Type, body: Bodies[Type], by?: By): number {
    const documented = type === 'expenditure.submit' ? this.documented(body as Bodies['expenditure.submit']) : body;
    return this.add(type, documented as Bodies[Type], true, by);
  }

  /** A report of which each line has its paper: one of our own making stands for all. */
  private documented(report: Bodies['expenditure.submit']): Bodies['expenditure.submit'] {
    const { reportId, periodEnd: date, lines } = report;
    const paperOf = (category: string) => ({
      number: `${reportId} ${category}`,
      date,
      sha256: paper(`${this.book} ${reportId} ${category}`),
    });
    return { ...report, lines: lines.map((line) => ({ documents: [paperOf(line.category)], ...line })) };
  }

  /**
   * A payment from request to acknowledgement; another person approves it. The days are our own. Answers the position of
   * the payment itself.
   */
  pays(disbursementId: string, grantId: string, instalment: string, bankAccount: string, dates: Payment): number {
    const part = dates.amount === undefined ? {} : { amount: dates.amount };
    this.illustrative('disbursement.request', { disbursementId, grantId, instalment, ...part, valueDate: dates.requested });
    this.illustrative('disbursement.approve', { disbursementId, valueDate: dates.approved });
    const paid = this.illustrative('disbursement.pay', { disbursementId, bankAccount, valueDate: dates.paid });
    this.illustrative('disbursement.acknowledge', { disbursementId, valueDate: dates.acknowledged });
    return paid;
  }

  /** Closes a year; `earned`: whether there is income or expense, which is carried to the net assets by an event of its own. */
  closes(year: string, { earned }: { readonly earned: boolean }): void {
    this.illustrative('period.close', { period: year, valueDate: `${year}-12-31` });
    if (earned) this.events += 1;
  }

  private add<Type extends keyof Bodies>(type: Type, body: Bodies[Type], illustrative: boolean, by: By = {}): number {
    const position = this.events + 1;
    const role = by.role ?? roles[type] ?? 'fund-manager';
    const key = `demo-${this.book}-${String(this.commands.length + 1).padStart(4, '0')}`;
    this.commands.push({ type, key, actor: by.actor ?? this.cast[role]!, role, body, illustrative });
    this.events += 1 + alongside(type, body);
    return position;
  }
}

/** How many events a command makes besides its own: other things note what happened, too. */
function alongside(type: keyof Bodies, body: object): number {
  switch (type) {
    case 'partner.register':
      return (body as Bodies['partner.register']).identifiers?.length ?? 0;
    case 'partner.merge':
    case 'body.appoint':
      return 1;
    case 'grant.sign':
      return 'proposalId' in body ? 1 : 0;
    case 'expenditure.submit':
      return (body as Bodies['expenditure.submit']).lines.flatMap((line) => line.documents ?? []).length;
    case 'proposal.submit':
      return 'callId' in body ? 1 : 0;
    case 'complaint.answer':
      return (body as Bodies['complaint.answer']).outcome === 'upheld' ? 1 : 0;
    case 'period.close':
    case 'reconciliation.post':
      return 1;
    default:
      return 0;
  }
}

interface Payment {
  readonly requested: string;
  readonly approved: string;
  readonly paid: string;
  readonly acknowledged: string;
  /** Where less is paid than the instalment says. */
  readonly amount?: MoneyJson;
}

const inCurrency =
  (currency: string) =>
  (amount: string): MoneyJson => ({ amount, currency });

export const usd = inCurrency('USD');
export const eur = inCurrency('EUR');
export const mxn = inCurrency('MXN');

/** The hash that stands for a paper of the demo, of which there is only the name. */
export const paper = (name: string): string => createHash('sha256').update(`demonstration: ${name}`).digest('hex');
