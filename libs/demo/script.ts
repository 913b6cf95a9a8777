import type { BookId } from '#kernel/ids';
import type { MoneyJson } from '#kernel/money';
import type { Role } from '#domain/command';
import type { Bodies, DemoCommand } from './command.js';

/** Who acts for a book, by the role that a command needs. The second person is another one. */
export type Cast = Readonly<Record<'fund-manager' | 'approver' | 'admin', string>>;

/** Commands that need another person than the one who runs the fund. */
const roles: { readonly [Type in keyof Bodies]?: keyof Cast } = {
  'partner.register': 'admin',
  'fund.establish': 'admin',
  'disbursement.approve': 'approver',
  'expenditure.accept': 'approver',
  'proposal.award-directly': 'approver',
  'cofinancing.accept': 'approver',
};

/** Writes down what happens in a book, numbering it as it goes. */
export class Script {
  readonly commands: DemoCommand[] = [];
  /** How many events they make. */
  events = 0;

  constructor(
    private readonly book: BookId,
    private readonly cast: Cast,
  ) {}

  /** What the source tells, dates apart where it gives only the year. Answers the position that its event will have. */
  told<Type extends keyof Bodies>(type: Type, body: Bodies[Type]): number {
    return this.add(type, body, false);
  }

  /** What holds an amount or a fact of our own making. Answers as `told`. */
  illustrative<Type extends keyof Bodies>(type: Type, body: Bodies[Type]): number {
    return this.add(type, body, true);
  }

  /** A payment from request to acknowledgement; another person approves it. The days are our own. */
  pays(disbursementId: string, grantId: string, instalment: string, bankAccount: string, dates: PaymentDates): void {
    this.illustrative('disbursement.request', { disbursementId, grantId, instalment, valueDate: dates.requested });
    this.illustrative('disbursement.approve', { disbursementId, valueDate: dates.approved });
    this.illustrative('disbursement.pay', { disbursementId, bankAccount, valueDate: dates.paid });
    this.illustrative('disbursement.acknowledge', { disbursementId, valueDate: dates.acknowledged });
  }

  private add<Type extends keyof Bodies>(type: Type, body: Bodies[Type], illustrative: boolean): number {
    const position = this.events + 1;
    const role: Role & keyof Cast = roles[type] ?? 'fund-manager';
    const key = `demo-${this.book}-${String(this.commands.length + 1).padStart(4, '0')}`;
    this.commands.push({ type, key, actor: this.cast[role], role, body, illustrative });
    this.events += 1 + alongside(type, body);
    return position;
  }
}

/** How many events a command makes besides its own: other things note what happened, too. */
function alongside(type: keyof Bodies, body: object): number {
  if (type === 'partner.register') return (body as Bodies['partner.register']).identifiers?.length ?? 0;
  return type === 'body.appoint' || (type === 'grant.sign' && 'proposalId' in body) ? 1 : 0;
}

interface PaymentDates {
  readonly requested: string;
  readonly approved: string;
  readonly paid: string;
  readonly acknowledged: string;
}

const inCurrency =
  (currency: string) =>
  (amount: string): MoneyJson => ({ amount, currency });

export const usd = inCurrency('USD');
export const eur = inCurrency('EUR');
export const mxn = inCurrency('MXN');
