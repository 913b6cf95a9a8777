import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyJournalFile } from '#audit/journal-file';
import { demoBooks } from '#demo/demo-books';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import { Program } from '../support/program.js';
import { iatiFolder, validateActivities } from '../support/xsd.js';

const funds = ['central-america-caribbean', 'mexico-haiti-alliance', 'ssc-programme'];

interface FundSummary {
  readonly size: number;
  readonly root: string;
  readonly eventsByType: Record<string, number>;
  readonly views: {
    readonly fundPosition: { readonly disbursed: MoneyJson; readonly checks: Record<string, { holds: boolean }> };
    readonly activities: { readonly granted: MoneyJson; readonly disbursed: MoneyJson };
    readonly grants: { readonly disbursed: MoneyJson };
    readonly disbursements: { readonly count: number };
    readonly contributors: Record<string, { readonly paid: MoneyJson; readonly refunded: MoneyJson }>;
  };
  readonly trialBalance: readonly { readonly set: string; readonly balance: MoneyJson }[];
  readonly iati: { readonly sha256: string; readonly bytes: number; readonly position: number };
}

let folder: string;
let out: string;
let demo: Program;
let summary: { registry: { size: number; root: string }; funds: Record<string, FundSummary> };

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ayni-demo-')));
  chmodSync(folder, 0o755);
  out = join(folder, 'made', 'out');
  demo = new Program('apps/cli/main.ts', { AYNI_DATA_DIR: join(folder, 'data') }, ['demo', '--out', out]);
  const code = await demo.exit();
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${demo.errors}`);
  summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as typeof summary;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run demo', () => {
  test('leaves the files of three funds and of the registry, and nothing else anywhere', () => {
    expect(readdirSync(out).toSorted()).toEqual(
      [
        ...funds.flatMap((fund) => [`${fund}.iati-activities.xml`, `${fund}.journal.ndjson`]),
        'registry.journal.ndjson',
        'summary.json',
      ].toSorted(),
    );
    expect(readdirSync(join(folder, 'data'), { recursive: true })).toEqual(['demo']);
  });

  test('prints a line for each fund', () => {
    for (const fund of funds) expect(demo.output).toMatch(new RegExp(`^${fund} +\\d+ +[\\d.]+ [A-Z]{3}`, 'm'));
  });

  const schema = iatiFolder() ? 'passes' : 'would be held against, were it on this computer,';
  test.each(funds)(`the file of %s ${schema} the schema of IATI 2.03`, (fund) => {
    const xml = readFileSync(join(out, `${fund}.iati-activities.xml`));
    expect(xml.subarray(0, 38).toString()).toBe('<?xml version="1.0" encoding="UTF-8"?>');
    if (iatiFolder()) expect(validateActivities(xml)).toEqual([]);
  });

  test.each([...funds, 'registry'])('the journal of %s is whole, and the summary names its root', async (book) => {
    const { size, root } = book === 'registry' ? summary.registry : summary.funds[book]!;
    const findings: object[] = [];
    const file = createReadStream(join(out, `${book}.journal.ndjson`));
    expect(await verifyJournalFile(file, { book, heads: [{ size, root }] }, (finding) => findings.push(finding))).toMatchObject(
      { size, root },
    );
    expect(findings).toEqual([]);
    expect(size).toBe(demoBooks().find((each) => each.book === book)!.events);
  });

  test.each(funds)('the figures of %s agree from view to view, and its file is the published one', (fund) => {
    const { views, trialBalance, eventsByType, size, iati } = summary.funds[fund]!;
    expect(Object.values(eventsByType).reduce((total, count) => total + count, 0)).toBe(size);
    for (const part of trialBalance) expect(minorOf(part.balance)).toBe(0n);
    expect(Object.values(views.fundPosition.checks).every(({ holds }) => holds)).toBe(true);
    const paid = Object.values(views.contributors).map((each) => minorOf(each.paid) - minorOf(each.refunded));
    expect(sum(paid)).toBe(minorOf(views.fundPosition.disbursed));
    expect(views.activities.disbursed).toEqual(views.fundPosition.disbursed);
    expect(minorOf(views.activities.granted)).toBeGreaterThanOrEqual(minorOf(views.activities.disbursed));
    expect(views.grants.disbursed).toEqual(views.fundPosition.disbursed);
    expect(views.disbursements.count).toBe(eventsByType['disbursement.requested']);
    const file = join(out, `${fund}.iati-activities.xml`);
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(iati.sha256);
    expect([statSync(file).size, iati.position]).toEqual([iati.bytes, size]);
  });
});
