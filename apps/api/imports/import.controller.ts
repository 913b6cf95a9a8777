import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Language } from '#domain/field-errors';
import { languageIn } from '#domain/words/figures';
import { returnedCsv, returnedRows, returnedXlsx } from '#import/rows/returned-rows';
import type { RowsReport } from '#import/rows/rows-report';
import { templateCsv, templateXlsx, workbookXlsx } from '#import/rows/template-files';
import { movingFund, templates } from '#import/rows/templates';
import { type BookId, bookId, registryBook } from '#kernel/ids';
import { present } from '#kernel/present';
import { importedRows, rowImport, startRowImport } from '#runtime/row-imports';
import type { Services } from '#runtime/services';
import { SheetFault, sheetFaultText } from '#spreadsheet/cell';
import { pathParameters } from '../path-parameters.js';
import { headerOf } from '../headers.js';
import { SERVICES } from '../injection.js';
import { languageOf, localeOf } from '../language.js';
import { Problem } from '../problem.js';
import { importReaders } from '../queries/import-queries.js';
import { readParameters } from '../queries/parameters.js';
import { tableTypes } from '../tables/formats.js';
import { type Authorised, NeedsRole } from '../token.guard.js';
import { fileParameters, importParameters } from './import-form.js';

/** The name of the workbook with all sheets of a fund that moves here. */
const movingFundKind = 'moving-fund';

const senders = [...new Set([...templates.values()].flatMap(({ definition }) => definition.roles))];

/** Spreadsheets in: templates, files of rows, and the rows that were refused. */
@Controller('v1')
export class ImportController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** A template to fill. */
  @Get('templates/:kind.:format')
  async template(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const { kind = '', format = '' } = request.params as Record<string, string>;
    const language = languageOf(headerOf(request.headers, 'accept-language'));
    if (kind === movingFundKind && format === 'xlsx') {
      await this.file(reply, kind, format, language, () => workbookXlsx(movingFund, language));
      return;
    }
    const template = templates.get(kind);
    if (!template || !(format in tableTypes))
      throw new Problem('resource-not-found', { thing: 'template', id: `${kind}.${format}` });
    const { separator = 'comma' } = readParameters(fileParameters, request.query as Record<string, unknown>);
    await this.file(reply, kind, format, language, () =>
      format === 'csv' ? templateCsv(template, language, separator) : templateXlsx(template, language),
    );
  }

  /** Rows for a fund. */
  @Post('funds/:fund/imports/:kind')
  @NeedsRole(senders)
  async rows(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const { fund = '', kind = '' } = pathParameters('/{fund}/{kind}', request.params as Record<string, string>);
    await this.take(request, reply, kind, bookId(fund), 'fund');
  }

  /** Rows for the registry of partners. */
  @Post('imports/:kind')
  @NeedsRole(senders)
  async registryRows(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const { kind = '' } = pathParameters('/{kind}', request.params as Record<string, string>);
    await this.take(request, reply, kind, registryBook, 'registry');
  }

  /** The rows of an import into a fund: all with what became of them, or those refused, to be corrected and sent again. */
  @Get('funds/:fund/imports/runs/:importId/:which.:format')
  @NeedsRole(importReaders)
  async returned(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const { fund = '' } = pathParameters('/{fund}', request.params as Record<string, string>);
    await this.returnedOf(request, reply, fund);
  }

  /** The rows of an import into the registry. */
  @Get('imports/runs/:registryImportId/:which.:format')
  @NeedsRole(importReaders)
  async registryReturned(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    await this.returnedOf(request, reply, registryBook);
  }

  private async take(request: Authorised, reply: FastifyReply, kind: string, book: BookId, holds: string): Promise<void> {
    const template = templates.get(kind);
    if (!template || template.definition.book !== holds)
      throw new Problem('resource-not-found', { thing: 'template', id: kind });
    const asked = readParameters(importParameters, request.query as Record<string, unknown>);
    const { identity } = request;
    const role = template.definition.roles.find((each) => identity!.roles.includes(each));
    if (!role) throw new Problem('role-missing', { needed: template.definition.roles, held: identity!.roles });
    const bytes = request.body;
    const locale = localeOf(headerOf(request.headers, 'accept-language'));
    const language = languageIn(locale);
    const { run, done } = await startRowImport(this.services, {
      template,
      book,
      bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0),
      mode: asked.mode ?? 'dry-run',
      reading: { decimal: asked.decimal ?? 'auto', dates: asked.dates ?? 'auto' },
      person: identity!.person,
      role,
      ...present({ party: identity!.party }),
      language,
      locale,
    }).catch(unreadable);
    const report = await ended(done, asked.wait ?? 20);
    if (report?.mode === 'all-or-nothing' && !report.complete) throw refusedWhole(run, report);
    const location = `/v1/${holds === 'registry' ? '' : `funds/${book}/`}imports/runs/${run}`;
    await reply
      .code(report ? 200 : 202)
      .headers({ location, 'cache-control': 'no-store', 'content-language': language })
      .send(await rowImport(this.services.appPool, book, run));
  }

  private async returnedOf(request: Authorised, reply: FastifyReply, book: string): Promise<void> {
    const params = request.params as Record<string, string>;
    const { importId: ofFund, registryImportId: importId = ofFund ?? '', format = '' } = params;
    const which = returnedRows.find((each) => each === params['which']);
    const rows = which && (await importedRows(this.services.readPool, book, importId, request.identity!.party));
    if (!rows || !(format in tableTypes))
      throw new Problem('resource-not-found', { thing: 'import', id: importId.slice(0, 80) });
    const { separator = 'comma' } = readParameters(fileParameters, request.query as Record<string, unknown>);
    const language = languageOf(headerOf(request.headers, 'accept-language'));
    await this.file(reply, which, format, language, () =>
      format === 'csv' ? returnedCsv(rows, which, language, separator) : returnedXlsx(rows, which, language),
    );
  }

  private async file(
    reply: FastifyReply,
    name: string,
    format: string,
    language: Language,
    write: () => string | Uint8Array,
  ): Promise<void> {
    const kind = format === 'csv' ? 'csv' : 'xlsx';
    await reply
      .headers({
        'content-type': kind === 'csv' ? `${tableTypes.csv}; charset=utf-8; header=present` : tableTypes.xlsx,
        'content-disposition': `attachment; filename="${name}.${kind}"`,
        'content-language': language,
        'cache-control': 'no-store',
        vary: 'Accept-Language',
      })
      .send(write());
  }
}

/** The report, or undefined when it is not there in time: the import goes on, and what it meets is kept with it. */
async function ended(done: Promise<RowsReport>, seconds: number): Promise<RowsReport | undefined> {
  done.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), seconds * 1000)));
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

const unreadable = (error: unknown): never => {
  if (!(error instanceof SheetFault)) throw error;
  const { code, facts } = error;
  throw new Problem('sheet-unreadable', { rule: code, ...facts }, (language) => ({
    because: sheetFaultText(code, facts, language),
  }));
};

/** Every wrong cell as a wrong field, named as a spreadsheet does. */
const refusedWhole = (run: string, { rows, issues, issueCount }: RowsReport): Problem =>
  new Problem(
    'rows-refused',
    { import: run, refused: rows.refused, total: rows.total, issues: issueCount },
    () => ({}),
    () =>
      issues.map(({ sheet, row, column, value, rule, expected }) => ({
        field: `${sheet === undefined ? '' : `'${sheet}'!`}${column ?? ''}${row}`,
        ...present({ value }),
        rule,
        expected,
      })),
  );
