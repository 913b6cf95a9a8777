import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { roles } from '#domain/command';
import { commands, facts, streams } from '#domain/domain';
import { fieldErrors } from '#domain/field-errors';
import { fundCommandNames } from '#domain/fund/command-names';

const all = [...commands.values()];
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('every command', () => {
  test('of a fund can be named by its rules, and no other', () => {
    expect([...fundCommandNames]).toEqual(all.flatMap(({ type, book }) => (book === 'fund' ? [type] : [])).toSorted());
  });

  test.each(all.map((each) => [each.type, each] as const))(
    '%s has a JSON Schema that knows its members and no others',
    (_, { schema }) => {
      const json = z.toJSONSchema(schema, { io: 'input' }) as {
        type: string;
        properties: object;
        additionalProperties: boolean;
      };
      expect(json.type).toBe('object');
      expect(json.additionalProperties).toBe(false);
      expect(Object.keys(json.properties)).toEqual(expect.arrayContaining(['valueDate', 'documentDate', 'minute', 'note']));
    },
  );

  test.each(all.map((each) => [each.type, each] as const))('%s tells a member that it does not know', (_, { schema }) => {
    const input = JSON.parse('{"__proto__":{},"constructor":1,"extra":1}') as unknown;
    const parsed = schema.safeParse(input);
    const unknown = fieldErrors(parsed.error!, input, 'en', schema).filter((each) => each.rule === 'unknown-field');
    expect(unknown.map((each) => each.field)).toEqual(['__proto__', 'constructor', 'extra']);
    expect(unknown[0]!.expected).toMatch(/^one of the fields .*note$/);
  });

  test.each(all.map((each) => [each.type, each] as const))('%s is given by known roles', (_, { roles: allowed }) => {
    expect(allowed.length).toBeGreaterThan(0);
    expect(allowed.filter((role) => !roles.includes(role))).toEqual([]);
  });

  test.each(all.filter((each) => each.creates !== undefined).map((each) => [each.type, each] as const))(
    '%s makes a thing whose id is a member',
    (_, { schema, creates }) => {
      expect(Object.keys((schema as z.ZodObject).shape)).toContain(creates);
    },
  );

  test('checks the note and the minute that come with it', () => {
    const { schema } = commands.get('disbursement.approve')!;
    const input = {
      disbursementId: 'd-1',
      note: 'a\ud800',
      minute: { body: 'the board', minute: '' },
      valueDate: '2026-02-30',
    };
    const parsed = schema.safeParse(input);
    expect(fieldErrors(parsed.error!, input, 'en').map((each) => [each.field, each.rule])).toEqual([
      ['valueDate', 'date'],
      ['minute.body', 'id'],
      ['minute.minute', 'not-blank'],
      ['note', 'clean-text'],
    ]);
  });

  test('approving and accepting are for approvers alone', () => {
    const forApprovers = all.filter((each) => each.roles.length === 1 && each.roles[0] === 'approver').map((each) => each.type);
    expect(forApprovers).toEqual([
      'proposal.award',
      'proposal.award-directly',
      'proposal.decline',
      'complaint.answer',
      'waiver.confirm',
      'cofinancing.accept',
      'disbursement.approve',
      'disbursement.reject',
      'expenditure.accept',
      'expenditure.disallow',
      'expenditure.decide-appeal',
      'refund.write-off',
      'refund.approve-return',
      'cost.approve',
      'cost.reject',
      'fee.charge',
      'fund.close',
    ]);
  });
});

describe('lists in a command', () => {
  const sign = (more: object) => {
    const body = { grantId: 'g-1', activityId: 'a-1', payee: 'cso', amount: usd('1'), ...more };
    const parsed = commands.get('grant.sign')!.schema.safeParse(body);
    return parsed.success ? [] : fieldErrors(parsed.error, body, 'en').map((each) => [each.field, each.rule, each.expected]);
  };
  const instalment = (id: string) => ({ id, kind: 'advance', amount: usd('1'), dueDate: '2026-04-01' });

  test('are not empty where something is needed, and not endless', () => {
    expect(sign({ instalments: [] })).toEqual([['instalments', 'too-few', 'at least 1 item']]);
    const many = Array.from({ length: 101 }, (_, index) => instalment(`i-${index}`));
    expect(sign({ instalments: many })).toEqual([['instalments', 'too-many', 'at most 100 items']]);
  });

  test('name the element that is wrong', () => {
    expect(sign({ instalments: [instalment('i-1'), { ...instalment('i-2'), kind: 'gift', amount: usd('1.001') }] })).toEqual([
      ['instalments[1].kind', 'one-of', 'one of advance, reimbursement, balance, core'],
      ['instalments[1].amount.amount', 'too-many-decimals', 'at most 2 decimals, as USD has'],
    ]);
  });

  test('of categories name each once', () => {
    const lines = ['wages', 'wages'].map((category) => ({ category, amount: usd('1') }));
    const body = { reportId: 'r-1', grantId: 'g-1', periodStart: '2026-01-01', periodEnd: '2026-01-31', lines };
    const parsed = commands.get('expenditure.submit')!.schema.safeParse(body);
    expect(fieldErrors(parsed.error!, body, 'es')).toMatchObject([
      { field: 'lines', rule: 'unique', expected: 'cada uno una sola vez' },
    ]);
  });
});

test('every stream has a kind of its own, and every fact belongs to one', () => {
  for (const [kind, fold] of streams) {
    expect(kind).toMatch(/^[a-z-]+$/);
    expect(fold).toHaveProperty('initial');
  }
  for (const type of facts) expect([...streams.keys()]).toContain(type.slice(0, type.indexOf('.')));
});
