import type { Role } from '#domain/command';
import { headOf, pathText } from '#import/rows/template';
import { templates } from '#import/rows/templates';
import { registryBook } from '#kernel/ids';
import { rowImport, rowImports } from '#runtime/row-imports';
import * as answers from './answers-imports.js';
import { pageOf } from './answers.js';
import { paging } from './parameters.js';
import { type Query, defineQuery } from './query.js';

/** Who sees what was sent in: it holds what people wrote. A CSO sees its own. */
export const importReaders: readonly Role[] = ['fund-manager', 'approver', 'auditor', 'admin', 'cso'];

const kept = 'Imports are kept for 30 days.';

/** Rows of spreadsheets: what can be sent in, and what became of it. */
export const importQueries: readonly Query[] = [
  defineQuery({
    name: 'listTemplates',
    path: '/templates',
    tag: 'Spreadsheets',
    summary: 'List the kinds of sheets',
    description:
      'What can be sent in as CSV or XLSX, with the columns of each. They follow from the commands that rows become.',
    parameters: {},
    answer: pageOf(answers.template),
    read: async () => ({
      items: [...templates.values()].map((template) => ({
        kind: template.kind,
        title: template.title,
        about: template.about,
        command: template.command,
        book: template.definition.book,
        roles: template.definition.roles,
        columns: template.columns.map((column) => ({
          head: { en: headOf(template, column, 'en'), es: headOf(template, column, 'es') },
          member: pathText(column),
          kind: column.kind,
          required: column.required,
          ...(column.oneOf ? { oneOf: column.oneOf } : {}),
        })),
      })),
    }),
  }),
  defineQuery({
    name: 'listImports',
    path: '/funds/{fund}/imports',
    tag: 'Spreadsheets',
    summary: 'List the imports of rows into a fund',
    description: `The newest first. ${kept}`,
    roles: importReaders,
    parameters: paging,
    answer: pageOf(answers.listedImport),
    read: ({ readPool }, { fund = '' }, asked, asker) => rowImports(readPool, fund, asked, asker?.party),
  }),
  defineQuery({
    name: 'readImport',
    path: '/funds/{fund}/imports/runs/{importId}',
    tag: 'Spreadsheets',
    summary: 'Read an import of rows',
    description: `How far it is, and once it is done its report. ${kept}`,
    roles: importReaders,
    parameters: {},
    answer: answers.rowImport,
    thing: ['import', 'importId'],
    read: ({ readPool }, { fund = '', importId = '' }, _, asker) => rowImport(readPool, fund, importId, asker?.party),
  }),
  defineQuery({
    name: 'listRegistryImports',
    path: '/imports',
    tag: 'Spreadsheets',
    summary: 'List the imports of rows into the registry',
    description: `The newest first. ${kept}`,
    roles: importReaders,
    parameters: paging,
    answer: pageOf(answers.listedImport),
    read: ({ readPool }, _, asked, asker) => rowImports(readPool, registryBook, asked, asker?.party),
  }),
  defineQuery({
    name: 'readRegistryImport',
    path: '/imports/runs/{registryImportId}',
    tag: 'Spreadsheets',
    summary: 'Read an import of rows into the registry',
    roles: importReaders,
    parameters: {},
    answer: answers.rowImport,
    thing: ['import', 'registryImportId'],
    read: ({ readPool }, { registryImportId = '' }, _, asker) =>
      rowImport(readPool, registryBook, registryImportId, asker?.party),
  }),
];
