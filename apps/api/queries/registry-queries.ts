import { agreementKinds } from '#domain/registry/agreement';
import type { Role } from '#domain/command';
import { capacityKinds, partnerKinds } from '#domain/registry/partner';
import { registryBook } from '#kernel/ids';
import { type LocalDate, localDate } from '#kernel/time';
import { agreement, agreements } from '#projections/agreement-register';
import { capacities } from '#projections/capacity-register';
import { duplicates, partner, partners, standing } from '#projections/partners';
import { payeeAccountNumber, payeeAccounts } from '#projections/payee-account-register';
import type { Services } from '#runtime/services';
import * as answers from './answers-registry.js';
import { viewPageOf } from './answers.js';
import { after, idParameter, moment, oneOf, paging, textParameter } from './parameters.js';
import { type Query, type ReadView, defineQuery, isStranger } from './query.js';
import { viewPosition } from './standing.js';

const view = (): ReadView => ({ book: registryBook, group: 'partners' });

/** A page, with the position that the registry's views had reached before it was read. */
async function ofRegistry<P extends object>({ readPool }: Services, page: () => Promise<P>): Promise<P & { position: number }> {
  const position = await viewPosition(readPool, registryBook, 'partners');
  return { ...(await page()), position };
}

/** Verifications, due diligence and agreements end: as of which day is told. */
const on = { on: { ...moment.asOf, description: 'How things stand on this day; today in UTC when absent.' } };
const today = (): LocalDate => localDate(new Date().toISOString().slice(0, 10));

const words = { en: '1 to 100 characters', es: 'de 1 a 100 caracteres' };
const containing = (description: string, example: string) =>
  textParameter(`${description}; case and accents do not matter.`, /^[^\0]{1,100}$/u, example, words);

/** Which capacities are looked for. */
const ability = {
  sector: textParameter('In a DAC sector: a category (3 digits) finds its purposes (5 digits).', /^\d{3}(\d{2})?$/, '14031', {
    en: 'a DAC sector of three or five digits, e.g. 14031',
    es: 'un sector del CAD de tres o cinco dígitos, p. ej. 14031',
  }),
  territory: textParameter(
    'In a country, a part of one (ISO 3166-2) or a DAC region. A country finds its parts and, in Latin America and the Caribbean, what was declared for its region; a region finds its countries.',
    /^([A-Z]{2}(-[A-Z0-9]{1,3})?|\d{2,4})$/,
    'CO',
    {
      en: 'a country (CO), a part of one (CO-ANT) or a DAC region (489)',
      es: 'un país (CO), una parte de él (CO-ANT) o una región del CAD (489)',
    },
  ),
  capacityKind: oneOf('Of one kind of capacity.', capacityKinds),
  capacityText: containing('A part of its description', 'bomba solar'),
};

/** Who may look into accounts and findings. A CSO sees what concerns itself. */
const insiders: readonly Role[] = ['fund-manager', 'approver', 'auditor', 'admin'];

/** Partners, what they can do and how they stand, and the agreements among them. */
export const registryQueries: readonly Query[] = [
  defineQuery({
    name: 'listPartners',
    path: '/partners',
    tag: 'Partners',
    summary: 'List the partners',
    description: 'Also by what they can do: one and the same capacity has to meet all that is asked of it.',
    parameters: {
      text: containing('A part of its name, id or an identifier', 'manantial'),
      kind: oneOf('Of one kind.', partnerKinds),
      country: textParameter('Of one country.', /^[A-Z]{2}$/, 'CO', {
        en: 'a country by its two letters (ISO 3166-1), e.g. CO',
        es: 'un país por sus dos letras (ISO 3166-1), p. ej. CO',
      }),
      ...ability,
      ...on,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.partner),
    view,
    read: (services, _, { after: __, on: day = today(), ...asked }) =>
      ofRegistry(services, () => partners(services.readPool, day, asked)),
  }),
  defineQuery({
    name: 'listDuplicatePartners',
    path: '/partners/duplicates',
    tag: 'Partners',
    summary: 'List entries that may be of one organisation',
    description:
      'By a registration that they share, or by names that are alike but for legal form, order of words, accents and spelling. A person has to look; a merger makes one entry of them.',
    parameters: { ...paging, ...after },
    answer: viewPageOf(answers.duplicates),
    view,
    read: (services, _, { after: __, ...asked }) => ofRegistry(services, () => duplicates(services.readPool, asked)),
  }),
  defineQuery({
    name: 'readPartner',
    path: '/partners/{partnerId}',
    tag: 'Partners',
    summary: 'Read a partner',
    description: 'The id of an entry that was merged leads to the one that stays.',
    parameters: { ...on, ...after },
    answer: answers.partnerPage,
    view,
    thing: ['partner', 'partnerId'],
    read: ({ readPool }, { partnerId = '' }, { on: day = today() }) => partner(readPool, partnerId, day),
  }),
  defineQuery({
    name: 'readPartnerStanding',
    path: '/partners/{partnerId}/due-diligence',
    tag: 'Partners',
    summary: 'Read what was found out about a partner',
    description: 'The last due diligence and the suspension, with rating and findings.',
    roles: [...insiders, 'assessor'],
    parameters: { ...on, ...after },
    answer: answers.standing,
    view,
    thing: ['partner', 'partnerId'],
    read: ({ readPool }, { partnerId = '' }, { on: day = today() }) => standing(readPool, partnerId, day),
  }),
  defineQuery({
    name: 'listPayeeAccounts',
    path: '/partners/{partnerId}/accounts',
    tag: 'Payee accounts',
    summary: 'List the accounts of a partner',
    description: 'Without their numbers. A CSO sees its own.',
    roles: [...insiders, 'cso'],
    parameters: after,
    answer: answers.payeeAccounts,
    view,
    thing: ['partner', 'partnerId'],
    read: async (services, { partnerId = '' }, _, asker) => {
      const position = await viewPosition(services.readPool, registryBook, 'partners');
      const stranger = await isStranger(services, asker, partnerId);
      const items = stranger ? undefined : await payeeAccounts(services.readPool, partnerId);
      return items && { items, position };
    },
  }),
  defineQuery({
    name: 'readPayeeAccount',
    path: '/partners/{partnerId}/accounts/{account}',
    tag: 'Payee accounts',
    summary: 'Read an account with its number',
    description: 'For those who confirm it or pay to it. Says which other partners have an account of the same number.',
    roles: ['fund-manager', 'approver', 'admin', 'cso'],
    parameters: after,
    answer: answers.payeeAccount,
    view,
    thing: ['payee-account', 'account'],
    stream: ['payee-account', 'partnerId'],
    read: async (services, { partnerId = '', account = '' }, _, asker) => {
      if (await isStranger(services, asker, partnerId)) return undefined;
      const found = await payeeAccountNumber(services.readPool, partnerId, account);
      // Whose else the number is, is no business of the organisation itself.
      return found && asker?.role === 'cso' ? { ...found, sharedWith: [], findings: null } : found;
    },
  }),
  defineQuery({
    name: 'listCapacities',
    path: '/capacities',
    tag: 'Partners',
    summary: 'List capacities',
    description: 'The inventory of what organisations can do, by sector, territory, kind of capacity and kind of actor.',
    parameters: {
      ...ability,
      partnerKind: oneOf('Of one kind of actor.', partnerKinds),
      partnerId: idParameter('Of one partner.', 'fundacion-manantial'),
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.capacity),
    view,
    read: (services, _, { after: __, ...asked }) => ofRegistry(services, () => capacities(services.readPool, asked)),
  }),
  defineQuery({
    name: 'listAgreements',
    path: '/agreements',
    tag: 'Agreements',
    summary: 'List agreements',
    parameters: {
      party: idParameter('With this partner among the parties.', 'fundacion-manantial'),
      kind: oneOf('Of one kind.', agreementKinds),
      text: containing('A part of its title or id', 'agua'),
      ...on,
      ...paging,
      ...after,
    },
    answer: viewPageOf(answers.agreement),
    view,
    read: (services, _, { after: __, on: day = today(), ...asked }) =>
      ofRegistry(services, () => agreements(services.readPool, day, asked)),
  }),
  defineQuery({
    name: 'readAgreement',
    path: '/agreements/{agreementId}',
    tag: 'Agreements',
    summary: 'Read an agreement',
    parameters: { ...on, ...after },
    answer: answers.agreement,
    view,
    thing: ['agreement', 'agreementId'],
    read: ({ readPool }, { agreementId = '' }, { on: day = today() }) => agreement(readPool, agreementId, day),
  }),
];
