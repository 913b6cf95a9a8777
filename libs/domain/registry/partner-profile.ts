import { z } from 'zod';
import { toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { dateIn, localDate } from '#kernel/time';
import { type Command, defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { evidence } from '../kept-document.js';
import {
  type CapacityDeclared,
  type IncomeDeclared,
  activePartner,
  capacityKinds,
  incomeSources,
  partner,
  refuseOtherEntry,
} from './partner.js';
import { registryDate, registryTimeZone } from './registry.js';
import { refuse } from '../rejections.js';
import { event } from '../stream.js';

// What an organisation says of itself: what it can do, and what it lives on.

const sector = z
  .string()
  .refine((text) => /^\d{3}(\d{2})?$/.test(text), { params: { rule: 'dac-sector' } })
  .meta({ pattern: '^\\d{3}(\\d{2})?$', examples: ['14031'] });

const territory = z
  .string()
  .refine((text) => /^([A-Z]{2}(-[A-Z0-9]{1,3})?|\d{2,4})$/.test(text), { params: { rule: 'territory' } })
  .meta({ pattern: '^([A-Z]{2}(-[A-Z0-9]{1,3})?|\\d{2,4})$', examples: ['CO', 'CO-ANT', '489'] });

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

const thisYear = (command: Command): number => Number(dateIn(registryTimeZone, command.now).slice(0, 4));

function refuseFutureYear(command: Command, year: number): void {
  if (year > thisYear(command)) {
    const today = dateIn(registryTimeZone, command.now);
    refuse('date-in-future', { date: localDate(`${year}-01-01`), today, timeZone: registryTimeZone });
  }
}

const incomeBody = z.object({
  partnerId: field.id,
  year: z.int().min(1900).max(9999),
  sources: z
    .array(z.strictObject({ source: z.enum(incomeSources), amount: field.amountOrZero }))
    .min(1)
    .max(incomeSources.length)
    .refine((list) => new Set(list.map((each) => each.source)).size === list.length, { params: { rule: 'unique' } }),
  evidence,
});

function incomeOf(command: Command<z.output<typeof incomeBody>>): IncomeDeclared {
  const { year, sources, evidence: papers } = command.body;
  const { currency } = sources[0]!.amount;
  for (const { amount } of sources) {
    if (amount.currency !== currency) {
      refuse('currency-mismatch', { currency: amount.currency, thing: 'income', id: String(year), expected: currency });
    }
  }
  return {
    year,
    sources: sources.map(({ source, amount }) => ({ source, amount: toJson(amount) })),
    evidence: papers,
    ...paperOf(command),
  };
}

export const partnerProfileCommands = [
  defineCommand({
    type: 'partner.declare-capacity',
    book: 'registry',
    roles: ['fund-manager', 'admin', 'cso'],
    shape: {
      partnerId: field.id,
      capacity: field.id.describe('An id of the partner; declared again, it says what holds from now on.'),
      kind: z.enum(capacityKinds),
      description: field.narratives(1000),
      sectors: z.array(sector).max(20).default([]).describe('DAC sectors: categories (3 digits) or purposes (5 digits).'),
      territories: z
        .array(territory)
        .max(50)
        .default([])
        .describe('Where: countries (ISO 3166-1), their parts (ISO 3166-2) or regions (DAC).'),
      since: z.int().min(1800).max(9999).optional().describe('The year since which it has it.'),
      evidence,
    },
    creates: 'capacity',
    decide: (command, reader) => {
      const { body } = command;
      refuseOtherEntry(command, reader, body.partnerId);
      const { capacities } = activePartner(reader, body.partnerId);
      if (body.since !== undefined) refuseFutureYear(command, body.since);
      const data = present<CapacityDeclared>({
        capacity: body.capacity,
        kind: body.kind,
        description: body.description,
        sectors: distinct(body.sectors),
        territories: distinct(body.territories),
        since: body.since,
        evidence: body.evidence,
        ...paperOf(command),
      });
      const known = capacities.find((each) => each.capacity === body.capacity);
      return {
        events: known && saysTheSame(known, data) ? [] : [event(partner, body.partnerId, 'partner.capacity-declared', data)],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'partner.withdraw-capacity',
    book: 'registry',
    roles: ['fund-manager', 'admin', 'cso'],
    shape: { partnerId: field.id, capacity: field.id },
    decide: (command, reader) => {
      const { partnerId, capacity } = command.body;
      refuseOtherEntry(command, reader, partnerId);
      const { capacities } = activePartner(reader, partnerId);
      if (!capacities.some((each) => each.capacity === capacity)) refuse('not-found', { thing: 'capacity', id: capacity });
      const data = { capacity, ...paperOf(command) };
      return { events: [event(partner, partnerId, 'partner.capacity-withdrawn', data)], valueDate: registryDate(command) };
    },
  }),

  defineCommand({
    type: 'partner.declare-income',
    book: 'registry',
    roles: ['fund-manager', 'admin', 'cso'],
    shape: incomeBody.shape,
    decide: (command, reader) => {
      const { partnerId, year } = command.body;
      refuseOtherEntry(command, reader, partnerId);
      const { incomes } = activePartner(reader, partnerId);
      refuseFutureYear(command, year);
      const data = incomeOf(command);
      const known = incomes.find((each) => each.year === year);
      return {
        events: known && saysTheSame(known, data) ? [] : [event(partner, partnerId, 'partner.income-declared', data)],
        valueDate: registryDate(command),
      };
    },
  }),
];
