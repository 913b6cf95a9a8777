import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { StatementFault } from '#banking/statement';
import type { Language } from '#domain/field-errors';
import { wordOf } from '#domain/words/sentence';
import type { RejectionCode } from '#domain/rejections';
import { type PlannedStatement, type StatementFile, plannedStatements } from '#import/bank-statement';
import { bookId } from '#kernel/ids';
import { present } from '#kernel/present';
import { fundSheet } from '#projections/fund-sheet';
import type { Services } from '#runtime/services';
import { pathParameters } from './path-parameters.js';
import { headerOf } from './headers.js';
import { SERVICES } from './injection.js';
import { languageOf } from './language.js';
import { PostCommand } from './post-command.js';
import { Problem, invalidFields } from './problem.js';
import { type Asked, dateParameter, oneOf, readParameters, textParameter } from './queries/parameters.js';
import { type Authorised, NeedsRole } from './token.guard.js';

/** The most bytes of a file of statements. */
export const largestStatementBytes = 8 * 1024 * 1024;

/** The types of content that are files of statements. */
export const statementTypes = ['application/xml', 'text/xml', 'text/csv'] as const;

const title = (description: string, example: string) =>
  textParameter(description, /^[^\0]{1,100}$/u, example, { en: '1 to 100 characters', es: 'de 1 a 100 caracteres' });
const amount = (description: string, example: string) =>
  textParameter(description, /^-?\d{1,15}(\.\d+)?$/, example, { en: 'a decimal number', es: 'un número decimal' });

/** How a file of statements is to be read; all but `dryRun` and `account` are for tables. */
export const statementParameters = {
  dryRun: oneOf('Whether the file is only read, and nothing posted.', ['true', 'false'] as const),
  account: title('The number of the account as the file has it, where it is of several. Kept nowhere.', 'CO00 1234 5678'),
  bookedOn: title('The title of the column with the date of booking.', 'Fecha'),
  valueDate: title('The title of the column with the value date.', 'Fecha valor'),
  amount: title('The title of the column with signed amounts.', 'Valor'),
  credit: title('The title of the column with what came in, where there are two.', 'Haber'),
  debit: title('The title of the column with what went out, where there are two.', 'Debe'),
  reference: title('The title of the column with the bank reference.', 'Documento'),
  endToEndId: title('The title of the column with the end-to-end id.', 'Referencia'),
  remittance: title('The title of the column with what the payer wrote.', 'Descripción'),
  counterparty: title('The title of the column with the other party.', 'Tercero'),
  dates: oneOf('How dates are written.', ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY'] as const),
  decimal: oneOf('The decimal sign.', ['.', ','] as const),
  startsOn: dateParameter('The first day that the table covers, where nothing moved on it.', '2026-03-01'),
  endsOn: dateParameter('The last day that it covers, where nothing moved on it.', '2026-03-31'),
  opening: amount('What the account had before the first line.', '0.00'),
  closing: amount('What the account has after the last line.', '10000.00'),
};

/** Takes files of bank statements: camt.053, or a table with the titles of its columns in the query. */
@Controller('v1')
export class StatementFileController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(SERVICES) private readonly services: Services,
  ) {}

  @Post('funds/:fund/bank-accounts/:bankAccount/statement-files')
  @NeedsRole(['fund-manager'])
  async import(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const path = pathParameters('/{fund}/{bankAccount}', request.params as Record<string, string>);
    const { fund = '', bankAccount = '' } = path;
    const asked = readParameters(statementParameters, request.query as Record<string, unknown>);
    const sheet = await fundSheet(this.services.readPool, fund);
    if (!sheet) throw new Problem('resource-not-found', { thing: 'fund', id: fund });
    const account = sheet.bankAccounts.find((each) => each.id === bankAccount);
    if (!account) throw new Problem('resource-not-found', { thing: 'bank account', id: bankAccount });
    if (!Buffer.isBuffer(request.body)) {
      throw new Problem('media-type-unsupported', {
        expected: statementTypes.join(', '),
        value: headerOf(request.headers, 'content-type') ?? '-',
      });
    }
    const csv = headerOf(request.headers, 'content-type')?.startsWith('text/csv') === true;
    const file: StatementFile = { bytes: request.body, bankAccount, currency: account.currency, ...how(csv, asked) };
    const planned = await plannedStatements(file).catch(unreadable);
    const dryRun = asked.dryRun === 'true';
    const statements: object[] = [];
    for (const statement of planned) {
      const { commands, ...summary } = statement;
      const events = dryRun ? 0 : await this.post(fund, commands, request);
      statements.push({ ...summary, events });
    }
    await reply.code(200).header('cache-control', 'no-store').send({ dryRun, statements });
  }

  /** Posts one command after the other; what went in before a refusal stays, and is passed over when the file comes again. */
  private async post(fund: string, commands: PlannedStatement['commands'], request: Authorised): Promise<number> {
    let events = 0;
    for (const { type, key, body } of commands) {
      const language = languageOf(headerOf(request.headers, 'accept-language'));
      const who = { actor: request.identity!.person, role: request.role! };
      const outcome = await this.bus.execute(new PostCommand({ type, book: bookId(fund), key, ...who, body, language }));
      if (outcome.kind === 'rejection') throw new Problem(outcome.code as RejectionCode, outcome.facts);
      if (outcome.kind === 'wrong-form') throw invalidFields(() => outcome.errors);
      if (outcome.kind === 'key-reused') throw new Problem('key-reused', { key: outcome.key });
      events += outcome.replayed ? 0 : outcome.proof.events.length;
    }
    return events;
  }
}

/** The form of the file, and of a table what it does not say of itself. */
function how(csv: boolean, asked: Asked<typeof statementParameters>): Pick<StatementFile, 'format' | 'table' | 'account'> {
  const { dryRun: _, account, dates = 'YYYY-MM-DD', decimal = '.', opening, closing, startsOn, endsOn, ...columns } = asked;
  if (!csv) return { format: 'camt.053', ...present({ account }) };
  const { bookedOn } = columns;
  if (bookedOn === undefined || opening === undefined || closing === undefined) return { format: 'csv' };
  const days = present({ startsOn, endsOn });
  return { format: 'csv', table: { mapping: { ...columns, bookedOn, dates, decimal }, opening, closing, ...days } };
}

const unreadable = (error: unknown): never => {
  if (!(error instanceof StatementFault)) throw error;
  const { code, found, line } = error;
  throw new Problem('statement-unreadable', { fault: code, found: found.slice(0, 200) || '-', line }, (language) => ({
    because: wordOf(code, language),
    where: placeIn(line)[language],
  }));
};

/** Where in a file; line 0 is all of it. */
const placeIn = (line: number): Record<Language, string> =>
  line === 0
    ? { en: 'in the file as a whole', es: 'en el archivo en su conjunto' }
    : { en: `in line ${line}`, es: `en la línea ${line}` };
