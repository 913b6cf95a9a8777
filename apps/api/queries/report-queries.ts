import { forms, origins } from '#domain/grants/cofinancing-rule';
import { flowKinds } from '#projections/flows';
import { cashForecast } from '#projections/reports/cash-forecast';
import { cofinancingReport } from '#projections/reports/cofinancing';
import { concentration } from '#projections/reports/concentration';
import { flowLines } from '#projections/reports/flow-lines';
import { pipeline } from '#projections/reports/pipeline';
import { type DollarRate, sscTable } from '#projections/reports/ssc-framework';
import { dimensions, sourcesAndUses } from '#projections/reports/sources-and-uses';
import * as answers from './answers-reports.js';
import { viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import {
  after,
  dateParameter,
  idParameter,
  moment,
  numberParameter,
  oneOf,
  paging,
  textParameter,
  yearParameter,
} from './parameters.js';
import { invalidFields } from '../problem.js';
import { type Query, type ReadView, defineQuery } from './query.js';

const years = {
  fromYear: yearParameter('From this year of value dates.', 2026),
  toYear: yearParameter('Up to this year of value dates.', 2026),
};
const newMoney = {
  newMoney: oneOf('Of what comes in: genuine new money alone, or what is not.', ['yes', 'no'] as const),
};
const thing = ['fund', 'fund'] as const;
const flows = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({
  book: fund,
  group: 'flows',
  also: 'activities',
});

/** A rate to the dollar is of no use without its source and date: all three, or none. */
function dollarRate(given: Readonly<Record<'rate' | 'rateSource' | 'rateDate', string | undefined>>): { rate?: DollarRate } {
  const { rate, rateSource: source, rateDate: day } = given;
  if (rate !== undefined && source !== undefined && day !== undefined) return { rate: { rate, source, date: day } };
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 3) return {};
  const expected = { en: 'rate, rateSource and rateDate together', es: 'rate, rateSource y rateDate juntos' };
  throw invalidFields((language) => missing.map((field) => ({ field, rule: 'required', expected: expected[language] })));
}

/** Reports across contributions, grants and activities. */
export const reportQueries: readonly Query[] = [
  defineQuery({
    name: 'readSourcesAndUses',
    path: '/funds/{fund}/sources-and-uses',
    tag: 'Reports',
    summary: 'Read sources and uses',
    description:
      'Where money came from and where it went, by year, theme (DAC sector), territory (country), kind of actor, organisation or earmark, in the home currency. Every column sums to its total. `/reports/sources-and-uses/entries` opens each figure.',
    parameters: { by: oneOf('Broken down by this.', dimensions), ...years, ...newMoney, ...moment, ...after },
    answer: answers.sourcesAndUses,
    mainTable: 'rows',
    view: flows,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => sourcesAndUses(readPool, fund, asked),
  }),
  defineQuery({
    name: 'listFlows',
    path: '/funds/{fund}/flows',
    tag: 'Reports',
    summary: 'List the movements behind a figure',
    description: 'In the home currency; each with the position of its event, from which proof and papers are found.',
    parameters: {
      flow: oneOf('Of one kind.', flowKinds),
      earmark: idParameter('Under one earmark.', 'rural'),
      contributor: idParameter('Of one contributor.', 'apc'),
      executor: idParameter('Of one executor.', 'fundacion-manantial'),
      grantId: idParameter('Under one grant.', 'g-wells'),
      activityId: idParameter('Of one activity.', 'wells'),
      sector: textParameter('Of activities with this DAC sector.', /^[0-9]{3,5}$/, '14030', {
        en: 'a DAC sector of three or five digits, e.g. 14031',
        es: 'un sector del CAD de tres o cinco dígitos, p. ej. 14031',
      }),
      country: textParameter('Of activities in this country.', /^[A-Z]{2}$/, 'HN', {
        en: 'a country by its two letters (ISO 3166-1), e.g. CO',
        es: 'un país por sus dos letras (ISO 3166-1), p. ej. CO',
      }),
      ...years,
      ...moment,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.flowLine),
    view: flows,
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'flows', () => flowLines(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readCofinancing',
    path: '/funds/{fund}/cofinancing',
    tag: 'Reports',
    summary: 'Read what others give beside the grants',
    description:
      'Agreed, reported and accepted, in cash and in kind, which never sum: by form, origin and currency, and by grant and partner. `/accounts/memo/lines` with the key `cofinancing-accepted-cash:{grantId}:{partner}:{origin}` lists the events behind a figure.',
    parameters: {
      grantId: idParameter('Beside one grant.', 'g-wells'),
      partner: idParameter('Of one partner.', 'fundacion-manantial'),
      form: oneOf('In one form.', forms),
      origin: oneOf('Out of one origin.', origins),
      ...after,
    },
    answer: answers.cofinancing,
    mainTable: 'rows',
    view: ({ fund = '' }) => ({ book: fund, group: 'activities' }),
    thing,
    read: (services, { fund = '' }, { after: _, ...asked }) =>
      ofFund(services, fund, 'activities', () => cofinancingReport(services.readPool, fund, asked)),
  }),
  defineQuery({
    name: 'readConcentration',
    path: '/funds/{fund}/concentration',
    tag: 'Reports',
    summary: 'Read in how many hands money lies',
    description:
      "Shares and Herfindahl-Hirschman index by executor, contributor and territory, flagged where they exceed what the fund's rules allow.",
    parameters: { ...years, ...moment, ...after },
    answer: answers.concentration,
    mainTable: 'concentrations.holdings',
    view: flows,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => concentration(readPool, fund, asked),
  }),
  defineQuery({
    name: 'readCashForecast',
    path: '/funds/{fund}/cash-forecast',
    tag: 'Reports',
    summary: 'Read what cash is to be expected',
    description:
      'Month by month, if all comes and goes as agreed: instalments of contributions, payments that are ordered, instalments of grants that nobody has called yet. What is overdue falls into the first month.',
    parameters: {
      from: dateParameter('The first day; today where the fund is when absent.', '2026-03-01'),
      months: numberParameter('How many months; 12 when absent.', 1, 60, 12),
      ...after,
    },
    answer: answers.cashForecast,
    mainTable: 'months',
    view: ({ fund = '' }) => ({ book: fund, group: 'contributions', also: 'activities' }),
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => cashForecast(readPool, fund, asked),
  }),
  defineQuery({
    name: 'readPipeline',
    path: '/funds/{fund}/pipeline',
    tag: 'Reports',
    summary: 'Read what is on its way',
    description: 'Proposals and grants by how far they have come, from the open call to the last account.',
    parameters: after,
    answer: answers.pipeline,
    mainTable: 'stages',
    view: ({ fund = '' }) => ({ book: fund, group: 'governance', also: 'activities' }),
    thing,
    read: ({ readPool }, { fund = '' }) => pipeline(readPool, fund),
  }),
  defineQuery({
    name: 'readSscTable',
    path: '/funds/{fund}/ssc-table',
    tag: 'Reports',
    summary: 'Read the South-South cooperation table',
    description:
      'By the UN framework for SDG 17.3.1: group A money, B in kind and valued, C in kind and counted; by year, provider and activity, in the home currency and in dollars. Where the home currency is another, give rate, source and date.',
    parameters: {
      ...years,
      rate: textParameter('Dollars for one unit of the home currency.', /^(0|[1-9]\d{0,11})(\.\d{1,12})?$/, '0.0512', {
        en: 'a decimal rate, e.g. 0.0512',
        es: 'una tasa decimal, p. ej. 0.0512',
      }),
      rateSource: textParameter('Where the rate is from.', /^[^\0]{1,100}$/u, 'Banxico', {
        en: '1 to 100 characters',
        es: 'de 1 a 100 caracteres',
      }),
      rateDate: dateParameter('The day of the rate.', '2026-12-31'),
      ...after,
    },
    answer: answers.sscTable,
    mainTable: 'flows',
    view: ({ fund = '' }) => ({ book: fund, group: 'contributions', also: 'activities' }),
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, rate, rateSource, rateDate, ...asked }) =>
      sscTable(readPool, fund, { ...asked, ...dollarRate({ rate, rateSource, rateDate }) }),
  }),
];
