import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { formatDecimal, parseDecimal, sumDecimals } from '#kernel/decimal';
import type { ReadActivity } from './published.js';
import { readActivities } from './reader.js';
import { writeActivities } from './writer.js';
import { everything, publishable } from '../../test/support/iati-read.js';
import { sampleActivity, sampleFile, sampleFund } from '../../test/support/iati-sample.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';

/** What is compared: counts, and exact totals by `type currency`. */
interface Figures {
  readonly activities: number;
  readonly transactions: number;
  readonly participatingOrgs: number;
  readonly budgets: number;
  readonly totals: Readonly<Record<string, string>>;
}

function figuresOf(activities: readonly ReadActivity[]): Figures {
  const transactions = activities.flatMap((each) => each.transactions);
  return {
    activities: activities.length,
    transactions: transactions.length,
    participatingOrgs: activities.flatMap((each) => each.participatingOrgs).length,
    budgets: activities.flatMap((each) => each.budgets).length,
    totals: totalled(transactions.map((each) => [`${each.type} ${each.value.currency}`, each.value.exact])),
  };
}

/** The same figures by another road: a tree of libxml2, XPath, and cents as the text has them. */
function figuresByXPath(xml: Uint8Array): Figures {
  const doc = XmlDocument.fromBuffer(xml);
  try {
    const count = (path: string): number => doc.find(path).length;
    const entries = doc.find('/iati-activities/iati-activity/transaction').map((node): [string, string] => {
      const one = (path: string): string => node.get(path)?.content.trim() ?? '';
      const currency = one('value/@currency') || one('../@default-currency');
      return [`${one('transaction-type/@code')} ${currency}`, one('value')];
    });
    return {
      activities: count('/iati-activities/iati-activity'),
      transactions: entries.length,
      participatingOrgs: count('//iati-activity/participating-org'),
      budgets: count('//iati-activity/budget'),
      totals: totalledAsText(entries),
    };
  } finally {
    doc.dispose();
  }
}

function totalled(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const totals: Record<string, string> = {};
  for (const [key, amount] of entries) {
    totals[key] = formatDecimal(sumDecimals([totals[key] ?? '0', amount].map((text) => parseDecimal(text)!)));
  }
  return totals;
}

/** Adds in millionths, written out once more so that a fault of decimal.ts would show. */
function totalledAsText(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const totals: Record<string, bigint> = {};
  for (const [key, amount] of entries) {
    const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
    const millionths = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
    totals[key] = (totals[key] ?? 0n) + (amount.startsWith('-') ? -millionths : millionths);
  }
  const text = (total: bigint): string => {
    const digits = (total < 0n ? -total : total).toString().padStart(7, '0');
    return `${total < 0n ? '-' : ''}${`${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '')}`;
  };
  return Object.fromEntries(Object.entries(totals).map(([key, total]) => [key, text(total)]));
}

test('the totals of the sample, by both roads', async () => {
  const xml = Buffer.from([...writeActivities(sampleFile([sampleFund, sampleActivity]))].join(''));
  const { activities } = await everything(readActivities(xml));
  expect(figuresOf(activities)).toEqual(figuresByXPath(xml));
  expect(figuresOf(activities)).toMatchObject({
    activities: 2,
    transactions: 12,
    totals: { '3 USD': '55000.45', '11 USD': '700000' },
  });
});

const folder = iatiFolder();
describe(folder ? "real publishers' files" : "real publishers' files (absent here: nothing compared)", () => {
  const realFiles = ['ocha-cbpf', 'unhcr', 'usaid-798', 'caf', 'adb-armenia'].map((name) => `real/${name}-activities.xml`);

  test.each([...realFiles, 'golden/fund-activities.xml'])('%s: counts and totals are those of the file', async (name) => {
    const path = folder && join(folder, name);
    if (!path || !existsSync(path)) return;
    const { activities, problems } = await everything(readActivities(createReadStream(path)));
    expect(figuresOf(activities)).toEqual(figuresByXPath(readFileSync(path)));
    expect(problems.filter((each) => each.severity === 'error')).toEqual([]);
  });

  test.each([...realFiles, 'golden/fund-activities.xml'])('%s: read, then written again, passes the schema', async (name) => {
    const path = folder && join(folder, name);
    if (!path || !existsSync(path)) return;
    const { activities } = await everything(readActivities(createReadStream(path)));
    const again = [...writeActivities(sampleFile(activities.map(publishable)))].join('');
    expect(validateActivities(again)).toEqual([]);
    const { activities: reread } = await everything(readActivities(again));
    expect(figuresOf(reread)).toEqual(figuresOf(activities));
  });

  test('an organisation file is told from an activity file', async () => {
    const path = folder && join(folder, 'real/caf-organisation.xml');
    if (!path || !existsSync(path)) return;
    const { activities, problems } = await everything(readActivities(createReadStream(path)));
    expect(activities).toEqual([]);
    expect(problems.map((each) => each.rule)).toEqual(['not-activities']);
  });
});
