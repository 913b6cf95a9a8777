import { flowKinds } from '#projections/flows';
import { concentration } from '#projections/reports/concentration';
import { flowLines } from '#projections/reports/flow-lines';
import { dimensions, sourcesAndUses } from '#projections/reports/sources-and-uses';
import * as answers from './answers-reports.js';
import { viewPageOf } from './answers.js';
import { ofFund } from './fund-queries.js';
import { after, idParameter, moment, oneOf, paging, textParameter, yearParameter } from './parameters.js';
import { type Query, type ReadView, defineQuery } from './query.js';

const years = {
  fromYear: yearParameter('From this year of value dates.', 2026),
  toYear: yearParameter('Up to this year of value dates.', 2026),
};
const thing = ['fund', 'fund'] as const;
const flows = ({ fund = '' }: Readonly<Record<string, string>>): ReadView => ({
  book: fund,
  group: 'flows',
  also: 'activities',
});

/** Reports across contributions, grants and activities. */
export const reportQueries: readonly Query[] = [
  defineQuery({
    name: 'readSourcesAndUses',
    path: '/funds/{fund}/sources-and-uses',
    tag: 'Reports',
    summary: 'Read sources and uses',
    description:
      'Where money came from and where it went, by year, theme (DAC sector), territory (country), kind of actor, organisation or earmark, in the home currency. Every column sums to its total. `/flows` lists the movements behind a figure.',
    parameters: { by: oneOf('Broken down by this.', dimensions), ...years, ...moment, ...after },
    answer: answers.sourcesAndUses,
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
        en: 'a DAC code of three or five digits',
        es: 'un código CAD de tres o cinco dígitos',
      }),
      country: textParameter('Of activities in this country.', /^[A-Z]{2}$/, 'HN', {
        en: 'an ISO 3166-1 code',
        es: 'un código ISO 3166-1',
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
    name: 'readConcentration',
    path: '/funds/{fund}/concentration',
    tag: 'Reports',
    summary: 'Read in how many hands money lies',
    description:
      "Shares and Herfindahl-Hirschman index by executor, contributor and territory, flagged where they exceed what the fund's rules allow.",
    parameters: { ...years, ...moment, ...after },
    answer: answers.concentration,
    view: flows,
    thing,
    read: ({ readPool }, { fund = '' }, { after: _, ...asked }) => concentration(readPool, fund, asked),
  }),
];
