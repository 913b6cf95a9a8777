import { describe, expect, test } from '@jest/globals';
import { currency } from '#kernel/currency';
import { instant } from '#kernel/time';
import type { IatiActivity } from './model.js';
import { UnwritableActivity, openFile, writeActivities, writeActivity } from './writer.js';
import { UnwritableText, attribute, escapeAttribute, escapeText, unwritableCharacter } from './xml.js';
import { sampleActivity, sampleFile, sampleFund, usdValue } from '../../test/support/iati-sample.js';
import { iatiFolder, validateActivities } from '../../test/support/xsd.js';

const written = (activities: Iterable<IatiActivity>): string => [...writeActivities(sampleFile(activities))].join('');

describe('escaping', () => {
  test('markup, the end of CDATA and carriage returns are written as references', () => {
    expect(escapeText('a & b < c > d ]]> "q" \'s\'\r\n\t')).toBe('a &amp; b &lt; c &gt; d ]]&gt; "q" \'s\'&#13;\n\t');
  });

  test('an attribute keeps its tabs and line breaks', () => {
    expect(escapeAttribute('a\tb\nc\rd "e" <f>')).toBe('a&#9;b&#10;c&#13;d &quot;e&quot; &lt;f&gt;');
  });

  test('an absent attribute is not written, an empty one is', () => {
    expect([undefined, '', true, false, 0].map((value) => attribute('a', value))).toEqual([
      '',
      ' a=""',
      ' a="1"',
      ' a="0"',
      ' a="0"',
    ]);
  });

  test.each([
    ['a vertical tab', 'a\u000Bb', 'U+000B', 1],
    ['NUL', '\u0000', 'U+0000', 0],
    ['a lone surrogate', 'ab\uD83D', 'U+D83D', 2],
    ['a non-character', '\uFFFE', 'U+FFFE', 0],
  ])('%s is refused by name, since XML 1.0 cannot carry it', (_name, text, character, offset) => {
    expect(unwritableCharacter(text)).toEqual({ character, offset });
    expect(() => escapeText(text)).toThrow(new UnwritableText(character, offset));
    expect(() => escapeAttribute(text)).toThrow(UnwritableText);
  });

  test.each(['🌱 ayllu', 'ñandutí g̃uarani', "qhichwa simi k'anchay", '\u0085\u2028\u{10FFFF}'])(
    '%j is written as it is',
    (text) => {
      expect(escapeText(text)).toBe(text);
    },
  );
});

describe('writer', () => {
  test('a small activity, byte for byte', () => {
    const activity: IatiActivity = {
      identifier: 'XX-1-A',
      reportingOrg: { ref: 'XX-1', type: '40', name: [{ text: 'Fund & friends' }] },
      title: [{ text: 'Title', lang: 'en' }],
      descriptions: [],
      participatingOrgs: [{ role: '1', ref: 'XX-2' }],
      status: '2',
      dates: [],
      transactions: [
        {
          ref: 'e-1',
          type: '3',
          date: usdValue(0n, '2025-02-03').valueDate,
          value: usdValue(-5n, '2025-02-04'),
          description: [],
        },
      ],
    };
    expect(written([activity])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2026-01-15T08:30:00Z">
<iati-activity>
<iati-identifier>XX-1-A</iati-identifier>
<reporting-org ref="XX-1" type="40">
<narrative>Fund &amp; friends</narrative>
</reporting-org>
<title>
<narrative xml:lang="en">Title</narrative>
</title>
<participating-org ref="XX-2" role="1"/>
<activity-status code="2"/>
<transaction ref="e-1">
<transaction-type code="3"/>
<transaction-date iso-date="2025-02-03"/>
<value currency="USD" value-date="2025-02-04">-0.05</value>
</transaction>
</iati-activity>
</iati-activities>
`);
  });

  test("amounts carry exactly their currency's decimals", () => {
    const amount = (code: string): string => {
      const value = { ...usdValue(200000n, '2025-01-01'), currency: currency(code) };
      const xml = writeActivity({
        ...sampleActivity,
        transactions: [{ type: '3', date: value.valueDate, value }],
        budgets: [],
      });
      return /<value [^>]*>([^<]*)</.exec(xml)![1]!;
    };
    expect(['USD', 'JPY', 'TND', 'CLF'].map(amount)).toEqual(['2000.00', '200000', '200.000', '20.0000']);
  });

  test('the same model gives the same bytes', () => {
    expect(written([sampleFund, sampleActivity])).toBe(written([sampleFund, sampleActivity]));
  });

  test('the file comes in pieces: head, one an activity, foot, and the source is read only as far as it is written', () => {
    let taken = 0;
    const source = function* (): Generator<IatiActivity> {
      for (let n = 1; n <= 100_000; n++) {
        taken = n;
        yield { ...sampleActivity, identifier: `XI-IATI-AYNISUR-${n}` };
      }
    };
    const pieces = writeActivities(sampleFile(source()));
    expect(pieces.next().value).toBe(openFile(instant('2026-01-15T08:30:00.000000Z')));
    expect(taken).toBe(0);
    expect(pieces.next().value).toContain('<iati-identifier>XI-IATI-AYNISUR-1</iati-identifier>');
    expect(pieces.next().value).toContain('<iati-identifier>XI-IATI-AYNISUR-2</iati-identifier>');
    expect(taken).toBe(2);
  });

  test('a file without activities is refused, as the schema refuses it', () => {
    expect(() => written([])).toThrow('at least one activity');
  });

  test('a character that XML cannot carry is refused with the activity that holds it', () => {
    const broken = { ...sampleActivity, title: [{ text: 'a\u0007b' }] };
    expect(() => written([sampleFund, broken])).toThrow(UnwritableActivity);
    expect(() => written([broken])).toThrow('activity "XI-IATI-AYNISUR-ACT-001": XML 1.0 cannot carry U+0007 (at 1)');
  });
});

const folder = iatiFolder();
describe(
  folder ? 'writer against the IATI 2.03 schema' : 'writer against the IATI 2.03 schema (absent here: nothing compared)',
  () => {
    test('the sample of a fund and its activity, with every element of the model, is valid', () => {
      expect(folder ? validateActivities(written([sampleFund, sampleActivity])) : []).toEqual([]);
    });

    test('the schema is really asked: an activity without dates is refused', () => {
      const errors = folder ? validateActivities(written([{ ...sampleActivity, dates: [] }])) : ['activity-date'];
      expect(errors.join()).toContain('activity-date');
    });
  },
);
