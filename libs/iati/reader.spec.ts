import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deepestElement, largestActivity } from './activity-stream.js';
import type { Chunks } from './decode.js';
import type { IatiActivity, Narratives } from './model.js';
import type { Problem } from './published.js';
import { readActivities } from './reader.js';
import { writeActivities } from './writer.js';
import { unwritableCharacter } from './xml.js';
import { everything, publishable } from '../../test/support/iati-read.js';
import { sampleActivity, sampleFile, sampleFund, usdValue } from '../../test/support/iati-sample.js';

const read = (chunks: Chunks) => everything(readActivities(chunks));
const written = (activities: readonly IatiActivity[]): string => [...writeActivities(sampleFile(activities))].join('');
const brief = ({ severity, rule, line, field, value }: Problem): string =>
  `${severity} ${rule} line ${line} ${field} ${JSON.stringify(value)}`;

const activity = (inside: string, attributes = 'default-currency="USD" xml:lang="es"'): string => `<iati-activity ${attributes}>
<iati-identifier>XX-1-A</iati-identifier>
<reporting-org ref="XX-1" type="40"><narrative>Fondo</narrative></reporting-org>
<title><narrative>Título</narrative></title>
<activity-status code="2"/>
${inside}
</iati-activity>`;
const file = (inside: string, version = '2.03'): string => `<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="${version}">
${inside}
</iati-activities>
`;
const transaction = (value: string, more = ''): string =>
  `<transaction ref="t"><transaction-type code="3"/><transaction-date iso-date="2025-01-02"/>${value}${more}</transaction>`;
const reportedFor = async (inside: string): Promise<string[]> => (await read(file(activity(inside)))).problems.map(brief);

describe('reader', () => {
  test('what the writer wrote is read back whole, without a problem', async () => {
    const { head, activities, problems } = await read(written([sampleFund, sampleActivity]));
    expect(problems).toEqual([]);
    expect(head).toEqual({ line: 2, version: '2.03', generatedDatetime: '2026-01-15T08:30:00.000000Z' });
    expect(written(activities.map(publishable))).toBe(written([sampleFund, sampleActivity]));
  });

  test('the default currency stands in where a value names none, and lines are counted', async () => {
    const { activities } = await read(file(activity(transaction('\n<value value-date="2025-01-03"> 77000.5 </value>'))));
    expect(activities[0]).toMatchObject({ line: 3, identifier: 'XX-1-A', lang: 'es', defaultCurrency: 'USD' });
    expect(activities[0]!.transactions).toMatchObject([
      {
        line: 8,
        ref: 't',
        type: '3',
        date: '2025-01-02',
        value: { text: '77000.5', currency: 'USD', exact: '77000.5', amountMinor: 7_700_050n, valueDate: '2025-01-03' },
      },
    ]);
  });

  test('CDATA, comments, character references, a byte order mark and a prefix for another namespace', async () => {
    const xml = `\uFEFF${file(
      activity(
        '<description><narrative>a<![CDATA[ <b> & ]]>c&#xF1;<!-- no -->d</narrative></description><x:own xmlns:x="https://x.example" y="1">z</x:own>',
        'xmlns:x="https://x.example" x:id="7"',
      ),
    )}`;
    const { activities, problems } = await read(new TextEncoder().encode(xml));
    expect(activities[0]!.descriptions).toEqual([{ type: undefined, text: [{ text: 'a <b> & cñd' }] }]);
    expect(problems.map(brief)).toEqual([
      'info foreign-not-read line 3 @x:id "7"',
      'info foreign-not-read line 8 x:own "y=\\"1\\""',
    ]);
  });

  test('a file whose every element is in one namespace reads like any other', async () => {
    const { activities, problems } = await read(
      file(activity(transaction('<value value-date="2025-01-03">1</value>'))).replace(
        '<iati-activities',
        '<iati-activities xmlns="https://x.example"',
      ),
    );
    expect(activities[0]!.transactions).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test('the same file in pieces of any size gives the same', async () => {
    const xml = file(
      activity(
        transaction('<value value-date="2025-01-03">5</value>', '<description><narrative>ñ🌱</narrative></description>'),
      ),
    );
    const bytes = new TextEncoder().encode(xml);
    const whole = await read(xml);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
      expect(await read(pieces)).toEqual(whole);
    }
    expect(await read(Array.from(xml))).toEqual(whole);
  });

  test('ISO 8859-1 and UTF-16 are read as declared or marked', async () => {
    const xml = file(activity('<description><narrative>señal</narrative></description>'));
    const latin = Buffer.from(xml.replace('UTF-8', 'ISO-8859-1'), 'latin1');
    const wide = Buffer.from(`\uFEFF${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    for (const bytes of [latin, wide]) {
      const { activities, problems } = await read(bytes);
      expect(problems).toEqual([]);
      expect(activities[0]!.descriptions[0]!.text).toEqual([{ text: 'señal' }]);
    }
  });

  test('only a few pieces are taken ahead of the activity in hand', async () => {
    let taken = 0;
    const source = function* (): Generator<string> {
      yield '<iati-activities version="2.03">';
      for (;;) {
        taken++;
        yield activity('').replace('XX-1-A', `XX-1-${taken}`);
      }
    };
    let seen = 0;
    for await (const item of readActivities(source())) {
      if (item.kind !== 'activity') continue;
      seen++;
      expect(taken).toBeLessThanOrEqual(seen + 1);
      if (seen === 1000) break;
    }
    expect(seen).toBe(1000);
  });
});

describe('a file of an older version', () => {
  test('is read as far as it goes, with a warning', async () => {
    const { activities, problems } = await read(
      file(
        `<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XX-1-A</iati-identifier>
<reporting-org ref="XX-1" type="40">Fund</reporting-org><title>Title</title><title xml:lang="fr">Titre</title>
<participating-org role="Funding" ref="XX-2">Donor</participating-org><activity-status code="2">Implementation</activity-status>
<activity-date type="start-actual" iso-date="2012-01-01">1 Jan</activity-date>
<transaction><transaction-type code="D">Disbursement</transaction-type><value value-date="2012-02-01">10</value><transaction-date iso-date="2012-02-01">1 Feb</transaction-date></transaction></iati-activity>`,
        '1.05',
      ),
    );
    expect(activities[0]).toMatchObject({
      title: [{ text: 'Title' }, { text: 'Titre', lang: 'fr' }],
      participatingOrgs: [{ role: '1', ref: 'XX-2', name: [{ text: 'Donor' }] }],
      dates: [{ type: '2', date: '2012-01-01' }],
      transactions: [{ type: '3', value: { amountMinor: 1000n } }],
    });
    expect(problems[0]!).toMatchObject({ severity: 'warning', rule: 'version-other', value: '1.05' });
    expect(new Set(problems.slice(1).map((each) => each.severity))).toEqual(new Set(['info']));
  });

  test('a file that names no version says so', async () => {
    const { problems } = await read(file(activity('')).replace(' version="2.03"', ''));
    expect(problems.map(brief)).toEqual(['warning version-missing line 2 @version ""']);
  });
});

describe('what cannot be used is said, and the rest goes on', () => {
  test.each([
    ['a blank amount', '<value value-date="2025-01-03"> </value>', 'error amount-missing line 8 transaction/value ""'],
    [
      'separated thousands',
      '<value value-date="2025-01-03">1,250.00</value>',
      'error amount-malformed line 8 transaction/value "1,250.00"',
    ],
    ['no value', '', 'error part-missing line 8 transaction/value "value"'],
    [
      'a currency that is none',
      '<value currency="DOL" value-date="2025-01-03">5</value>',
      'error currency-unknown line 8 transaction/value/@currency "DOL"',
    ],
    [
      'a currency in small letters',
      '<value currency="eur" value-date="2025-01-03">5</value>',
      'info currency-case line 8 transaction/value/@currency "eur"',
    ],
    [
      'more decimals than the currency',
      '<value value-date="2025-01-03">5.005</value>',
      'warning amount-decimals line 8 transaction/value "5.005"',
    ],
    ['no value date', '<value>5</value>', 'warning value-date-missing line 8 transaction/value/@value-date ""'],
  ])('%s', async (_name, value, expected) => {
    expect(await reportedFor(transaction(value))).toEqual([expected]);
  });

  test('the message names what would be right, in both languages', async () => {
    const { problems } = await read(file(activity(transaction('<value value-date="2025-01-03">1,250.00</value>'))));
    expect(problems[0]).toMatchObject({
      activity: 'XX-1-A',
      transaction: 't',
      message: {
        en: '1,250.00 is not a decimal, so it was left out. Write 1250.00, if that is what it means.',
        es: '1,250.00 no es un decimal; se dejó fuera. Escriba 1250.00, si eso significa.',
      },
    });
    const fine = await read(file(activity(transaction('<value value-date="2025-01-03">5.005</value>'))));
    expect(fine.problems[0]!.message.en).toBe(
      '5.005 has more decimals than the currency. USD has 2: it lies between 5 and 5.01.',
    );
    expect(fine.activities[0]!.transactions[0]!.value).toMatchObject({ exact: '5.005', amountMinor: undefined });
  });

  test('an amount without any currency', async () => {
    const { activities, problems } = await read(file(activity(transaction('<value value-date="2025-01-03">5</value>'), '')));
    expect(activities[0]!.transactions).toEqual([]);
    expect(problems.map(brief)).toEqual(['error currency-missing line 8 transaction/value "5"']);
  });

  test('one bad transaction among good ones is left out alone, and named by its place', async () => {
    const good = transaction('<value value-date="2025-01-03">5</value>').replace(' ref="t"', '');
    const bad = good.replace('iso-date="2025-01-02"', 'iso-date="02/01/2025"');
    const { activities, problems } = await read(
      file(activity([good, bad, good.replace('code="3"', 'code="77"'), good].join('\n'))),
    );
    expect(activities[0]!.transactions.map((each) => each.line)).toEqual([8, 11]);
    expect(problems.map((each) => `${each.transaction} ${brief(each)}`)).toEqual([
      '#2 error transaction-date-unusable line 9 transaction/transaction-date/@iso-date "02/01/2025"',
      '#3 error transaction-type-unknown line 10 transaction/transaction-type/@code "77"',
    ]);
  });

  test('codes: of a closed list they are left out, of an open list kept', async () => {
    const { activities, problems } = await read(
      file(
        activity(
          '<participating-org role="9" ref="XX-3"/><recipient-country code="QQ"/><sector code="99999"/><tag vocabulary="88" code="x"/>',
        ),
      ),
    );
    expect(activities[0]).toMatchObject({
      participatingOrgs: [],
      recipientCountries: [{ code: 'QQ' }],
      sectors: [{ code: '99999' }],
      tags: [],
    });
    expect(problems.map(brief)).toEqual([
      'error code-unusable line 8 participating-org/@role "9"',
      'warning code-unlisted line 8 recipient-country/@code "QQ"',
      'warning code-unlisted line 8 sector/@code "99999"',
      'error code-unusable line 8 tag/@vocabulary "88"',
    ]);
  });

  test('a code of a vocabulary that nobody knows is left out, lest it mean something else', async () => {
    const inside =
      '<sector vocabulary="77" code="15150"/><recipient-region vocabulary="x" code="489"/><policy-marker vocabulary="x" code="1"/>';
    const { activities, problems } = await read(file(activity(`${inside}<default-aid-type vocabulary="x" code="B04"/>`)));
    expect(activities[0]).toMatchObject({ sectors: [], recipientRegions: [], policyMarkers: [], defaultAidTypes: [] });
    expect(problems.map(brief)).toEqual([
      'error code-unusable line 8 recipient-region/@vocabulary "x"',
      'error code-unusable line 8 sector/@vocabulary "77"',
      'error code-unusable line 8 policy-marker/@vocabulary "x"',
      'error code-unusable line 8 default-aid-type/@vocabulary "x"',
    ]);
  });

  test('an element without the part that gives it meaning is left out', async () => {
    expect(
      await reportedFor(
        '<activity-date type="1"/><related-activity type="1"/><tag code="1"/><conditions><condition type="1"/></conditions><document-link url="u"/>',
      ),
    ).toEqual([
      'error part-missing line 8 activity-date/@iso-date "iso-date"',
      'error part-missing line 8 tag/@vocabulary "vocabulary"',
      'error part-missing line 8 document-link/@format "format"',
      'error part-missing line 8 related-activity/@ref "ref"',
      'error part-missing line 8 conditions/condition/narrative "narrative"',
      'error part-missing line 8 conditions/@attached "attached"',
    ]);
  });

  test('an activity without identifier is left out with the number of its transactions', async () => {
    const { activities, problems } = await read(
      file([activity(transaction('<value>1</value>')).replace('XX-1-A', ' '), activity('')].join('\n')),
    );
    expect(activities).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rule: 'identifier-missing', severity: 'error', line: 3 });
    expect(problems[0]!.message.en).toContain('its 1 transactions');
  });

  test('repeated identifiers and refs, and white space around them', async () => {
    const twice = transaction('<value value-date="2025-01-03">1</value>').repeat(2);
    const { problems } = await read(file([activity(twice), activity('').replace('XX-1-A', '\nXX-1-A ')].join('\n')));
    expect(problems.map(brief)).toEqual([
      'warning transaction-ref-repeated line 8 transaction/@ref "t"',
      'warning spaces-trimmed line 11 iati-identifier "\\nXX-1-A "',
      'warning identifier-repeated line 10 iati-identifier "XX-1-A"',
    ]);
  });

  test('harmless things are counted, not repeated', async () => {
    const { problems } = await read(
      file(activity('<crs-add/><crs-add/><activity-date type="1" iso-date="2025-01-01+05:00"/>')),
    );
    expect(problems.map((each) => `${each.count} ${brief(each)}`)).toEqual([
      '1 info date-shortened line 8 activity-date/@iso-date "2025-01-01+05:00"',
      '2 info element-not-read line 8 crs-add ""',
    ]);
  });

  test('stray text, attributes and elements are said wherever they stand', async () => {
    expect(
      await reportedFor(
        'loose<budget odd="1"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value value-date="2025-01-01">1</value><extra/></budget>',
      ),
    ).toEqual([
      'info text-not-read line 3 text() "loose"',
      'info attribute-not-read line 8 budget/@odd "1"',
      'info element-not-read line 8 budget/extra ""',
    ]);
    const { problems } = await read(file(`stray${activity('')}<other a="b"/>`));
    expect(problems.map(brief)).toEqual([
      'info element-not-read line 9 other "a=\\"b\\""',
      'info text-not-read line 2 text() "stray"',
    ]);
  });
});

describe('a file that ends badly', () => {
  test('XML that is not well formed: what came before it, then the line', async () => {
    const { activities, problems } = await read(file(`${activity('')}\n<iati-activity>\n<title></iati-activity>`));
    expect(activities).toHaveLength(1);
    expect(problems.map(brief)).toEqual(['error not-well-formed line 11 iati-activities ""']);
    expect(problems[0]!.message.en).toContain('unexpected close tag');
  });

  test('a file that breaks off', async () => {
    const xml = file(activity('') + activity(''));
    const { activities, problems } = await read(xml.slice(0, -60));
    expect(activities).toHaveLength(1);
    expect(problems.map((each) => each.rule)).toEqual(['not-well-formed']);
  });

  test('a document type declaration is refused, with whatever entities it may define', async () => {
    const { activities, problems } = await read(
      `<?xml version="1.0"?>\n<!DOCTYPE iati-activities [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>\n${file(activity('&a;&b;')).slice(39)}`,
    );
    expect(activities).toEqual([]);
    expect(problems.map(brief)).toEqual(['error doctype-refused line 2 iati-activities ""']);
  });

  test('an entity that nobody defined', async () => {
    const { problems } = await read(file(activity('<description><narrative>a&nbsp;b</narrative></description>')));
    expect(problems.map(brief)).toEqual(['error not-well-formed line 8 iati-activities ""']);
  });

  test('bytes that are not UTF-8: what came before them, then the line', async () => {
    const xml = Buffer.from(file(`${activity('')}\n${activity('<description><narrative>~</narrative></description>')}`));
    xml[xml.indexOf('~')] = 0xff;
    const { activities, problems } = await read(xml);
    expect(activities).toHaveLength(1);
    expect(problems.map(brief)).toEqual(['error encoding-broken line 15 iati-activities ""']);
  });

  test('an encoding that nobody knows', async () => {
    const { problems } = await read(Buffer.from(file('').replace('UTF-8', 'EBCDIC-X')));
    expect(problems.map(brief)).toEqual(['error encoding-unknown line 1 iati-activities "EBCDIC-X"']);
  });

  test.each([
    [
      'an organisation file',
      '<iati-organisations version="2.03"/>',
      ['error not-activities line 1 iati-organisations "iati-organisations"'],
    ],
    ['a web page', '<html><body/></html>', ['error not-activities line 1 html "html"']],
    ['nothing', '', ['error not-well-formed line 1 iati-activities ""']],
    ['no activity', '<iati-activities version="2.03"/>', ['warning no-activities line 1 iati-activities ""']],
  ])('%s', async (_name, xml, expected) => {
    expect((await read(xml)).problems.map(brief)).toEqual(expected);
  });

  test('elements nested without end', async () => {
    const { activities, problems } = await read(file(`${activity('')}\n${activity('<a>'.repeat(100_000))}`));
    expect(activities).toHaveLength(1);
    expect(problems.map((each) => each.rule)).toEqual(['nested-too-deep']);
    const deep = (levels: number) => file(activity('<a>'.repeat(levels) + '</a>'.repeat(levels)));
    expect((await read(deep(deepestElement - 2))).problems.map((each) => each.rule)).toEqual(['element-not-read']);
  });

  test('however a file is damaged, what is wrong is reported and never thrown', async () => {
    const xml = written([sampleFund, sampleActivity]);
    const damage = fc.record({
      at: fc.nat(xml.length),
      gone: fc.nat(40),
      put: fc.constantFrom(
        '',
        '<',
        '>',
        '"',
        '&',
        '&x;',
        ']]>',
        '<!--',
        '</a>',
        '<a b="c">',
        '\u0000',
        '<![CDATA[',
        '1,0',
        'toString',
        '<?xml?>',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        let broken = xml;
        for (const { at, gone, put } of damages) broken = broken.slice(0, at) + put + broken.slice(at + gone);
        const { problems } = await read(broken);
        for (const { line, field, message } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(field).not.toBe('');
          expect(`${message.en} ${message.es}`).not.toMatch(/undefined\.|\{value\}|\{right\}/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an activity larger than memory should hold is left out, and the next one read', async () => {
    const piece = 'x'.repeat(1024 * 1024);
    const source = function* (): Generator<string> {
      yield '<iati-activities version="2.03"><iati-activity><iati-identifier>XX-1-BIG</iati-identifier>';
      for (let size = 0; size <= largestActivity; size += piece.length)
        yield `<description><narrative>${piece}</narrative></description>`;
      yield `</iati-activity>${activity('')}</iati-activities>`;
    };
    const { activities, problems } = await read(source());
    expect(activities.map((each) => each.identifier)).toEqual(['XX-1-A']);
    expect(problems.map((each) => each.rule)).toEqual(['activity-too-large']);
  });
});

describe('round trip', () => {
  const writable = (text: string): string =>
    Array.from(text)
      .filter((character) => !unwritableCharacter(character))
      .join('');
  const nasty = fc.constantFrom(
    "'",
    '"',
    '<',
    '&',
    '>',
    ']]>',
    '&amp;',
    '<![CDATA[',
    '\r\n',
    '\r',
    '\n',
    '\t',
    '🌱',
    'g̃',
    "ch'",
    'ñ',
    '\u0085',
    '\u2028',
    '\uFEFF',
    '-->',
    '?>',
  );
  const anyText = fc
    .array(
      fc.oneof(
        nasty,
        fc.string({ unit: 'binary', maxLength: 8 }).map(writable),
        fc.constantFrom('ayni', 'Ñandutí', "k'anchay"),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() !== '');
  const idText = anyText.map((text) => text.trim());
  const narratives: fc.Arbitrary<Narratives> = fc.array(
    fc.oneof(
      anyText.map((text) => ({ text })),
      anyText.map((text) => ({ text, lang: 'qu' })),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const party = fc.record({
    ref: idText,
    type: fc.constantFrom('10' as const, '24' as const),
    activityId: idText,
    name: narratives,
  });
  const transactions = fc.array(
    fc.record({
      ref: idText,
      type: fc.constantFrom('1' as const, '3' as const, '13' as const),
      date: fc.constant(usdValue(0n, '2025-02-28').valueDate),
      value: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((amountMinor) => usdValue(amountMinor, '2024-02-29')),
      description: narratives,
      provider: party,
      receiver: party,
      humanitarian: fc.boolean(),
      sectors: fc.constant([{ vocabulary: '99' as const, code: 'A', vocabularyUri: 'https://example.org/a?b&c' }]),
      aidTypes: fc.constant([]),
    }),
    { maxLength: 4 },
  );
  const activities: fc.Arbitrary<IatiActivity> = fc
    .record({ identifier: idText, title: narratives, text: narratives, uri: idText, transactions })
    .map(({ identifier, title, text, uri, transactions: entries }) => ({
      ...sampleFund,
      identifier,
      title,
      descriptions: [{ type: '1', text }],
      sectors: [{ vocabulary: '99', vocabularyUri: uri, code: uri, percentage: '100', text }],
      documents: [{ url: uri, format: 'text/html', title, description: text, categories: ['A02'], languages: ['es'] }],
      contacts: [],
      results: [],
      transactions: entries,
    }));

  test('any text that XML can carry comes back as it went, and every amount to the cent', async () => {
    await fc.assert(
      fc.asyncProperty(activities, async (original) => {
        const { activities: found, problems } = await read(written([original]));
        expect(problems.filter((each) => each.rule !== 'transaction-ref-repeated')).toEqual([]);
        const { locations: _none, ...again } = publishable(found[0]!);
        expect(again).toEqual(original);
      }),
      { numRuns: 200 },
    );
  });
});
