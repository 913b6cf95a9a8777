import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { aGrantOf600, after, anAdvance, given, paid, reversed, usd } from '../../../test/support/given.js';

const cost = (category: string, amount: string) => ({ category, amount: usd(amount) });
const report = {
  reportId: 'r-1',
  grantId: 'g-1',
  periodStart: '2026-01-01',
  periodEnd: '2026-02-28',
  lines: [cost('equipment', '90'), cost('wages', '60')],
};
const reported = after('expenditure.submit', report, { actor: 'ana' });
const advanced = [...aGrantOf600, ...paid('d-1', anAdvance('200')), reported];
const beto = { actor: 'beto' };
const question = (category: string) => ({ reportId: 'r-1', lines: [{ category, reason: 'no-evidence', comment: 'Falta.' }] });
const asked = (category: string) => after('expenditure.question', question(category), beto);
const accept = (lines?: object[]) => ({ reportId: 'r-1', ...(lines ? { lines } : {}) });
const all = after('expenditure.accept', accept(), beto);
const disallow = (category: string, more: object = {}, id = 'x-1') => ({
  reportId: 'r-1',
  disallowanceId: id,
  lines: [{ category, reason: 'ineligible', ...more }],
});
const disallowed = (category: string, more: object = {}, id = 'x-1') =>
  after('expenditure.disallow', disallow(category, more, id), beto);
const appeal = { reportId: 'r-1', disallowanceId: 'x-1', grounds: 'Hay un duplicado.' };
const appealed = after('expenditure.appeal', appeal, { actor: 'ana' });
const decide = (upheld: boolean) => ({ reportId: 'r-1', disallowanceId: 'x-1', upheld });

describe('a cost in question', () => {
  test('is not accepted before it is answered, and the rest is', () => {
    given(advanced, asked('wages'))
      .when('expenditure.accept', accept([cost('wages', '60')]), beto)
      .rejects('in-question', { report: 'r-1', categories: ['wages'] })
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('90'), lines: [{ ...cost('equipment', '90'), earmark: 'none' }] })
      .when('expenditure.accept', accept(), beto)
      .rejects('in-question', { report: 'r-1', categories: ['wages'] })
      .when('expenditure.answer', { reportId: 'r-1', lines: [{ category: 'wages', answer: 'Aquí está.' }] })
      .gives('expenditure.answered')
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('60') });
  });

  test('has its words kept apart from the event', () => {
    const told = given(advanced).when('expenditure.question', question('wages'), beto);
    const { lines } = told.event.data as { lines: { commentHash: string }[] };
    expect(told.book.notes.get(lines[0]!.commentHash)).toBe('Falta.');
  });

  test('is asked about once, and answered once', () => {
    const answer = { reportId: 'r-1', lines: [{ category: 'wages', answer: 'Aquí está.' }] };
    given(advanced, asked('wages'))
      .when('expenditure.question', question('wages'), beto)
      .writesNothing()
      .when('expenditure.answer', { reportId: 'r-1', lines: [{ category: 'equipment', answer: '?' }] })
      .rejects('not-in-question', { report: 'r-1', category: 'equipment', asked: ['wages'] })
      .and(after('expenditure.answer', answer))
      .when('expenditure.answer', answer)
      .rejects('not-in-question', { report: 'r-1', category: 'wages', asked: [] })
      .when('expenditure.question', question('wages'), beto)
      .gives('expenditure.questioned');
  });

  test('is one that is open', () => {
    given(advanced, all)
      .when('expenditure.question', question('wages'), beto)
      .rejects('not-in-review', { report: 'r-1', category: 'wages', open: [] });
  });

  test('is answered by the CSO itself, for itself alone', () => {
    const answer = { reportId: 'r-1', lines: [{ category: 'wages', answer: 'Aquí está.' }] };
    given(advanced, asked('wages'))
      .when('expenditure.answer', answer, { role: 'cso', party: 'coop' })
      .rejects('other-organisation', { partner: 'cso', party: 'coop' })
      .when('expenditure.answer', answer, { role: 'cso', party: 'cso' })
      .gives('expenditure.answered');
  });
});

describe('a report accepted in parts', () => {
  test('has open what is neither accepted nor disallowed', () => {
    given(advanced)
      .when('expenditure.accept', accept([cost('wages', '40')]), beto)
      .gives('expenditure.accepted', { total: usd('40'), clearsAdvance: usd('40') })
      .when('expenditure.accept', accept([cost('wages', '20.01')]), beto)
      .rejects('accepted-exceeds-reported', { category: 'wages', currency: 'USD', accepted: '20.01', reported: '20.00' })
      .and(disallowed('wages'))
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('90') })
      .when('expenditure.accept', accept(), { actor: 'carla' })
      .rejects('wrong-status', {
        thing: 'expenditure report',
        id: 'r-1',
        status: 'accepted',
        expected: 'submitted, answered, partly-accepted',
      });
  });

  test('takes the same acceptance of the same person once', () => {
    given(advanced)
      .and(after('expenditure.accept', accept([cost('wages', '30')]), beto))
      .when('expenditure.accept', accept([cost('wages', '30')]), beto)
      .writesNothing()
      .when('expenditure.accept', accept([cost('wages', '30')]), { actor: 'carla' })
      .gives('expenditure.accepted', { total: usd('30') });
  });

  test('is open again in what an acceptance undone had accepted', () => {
    given(advanced, after('expenditure.accept', accept([cost('wages', '30')]), beto), all, reversed('expenditure.accepted'))
      .when('expenditure.accept', accept(), { actor: 'carla' })
      .gives('expenditure.accepted', { total: usd('120') });
  });
});

describe('a cost disallowed before it was accepted', () => {
  test('is never accepted, and moves no money', () => {
    given(advanced)
      .when('expenditure.disallow', { ...disallow('wages', { amount: usd('10') }), comment: 'María no firmó.' }, beto)
      .gives('expenditure.disallowed', {
        of: 'reported',
        total: usd('10'),
        findings: [{ ...cost('wages', '10'), reason: 'ineligible' }],
        lines: [],
      })
      .posts()
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('140') });
  });

  test('is due for refund where it was advanced', () => {
    given(advanced, disallowed('wages'), all)
      .when('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('60'), ground: 'disallowed' })
      .posts('Dr recoverable:g-1 60.00 USD', 'Cr advance:g-1 60.00 USD');
  });

  test('is not more than is open, is found by another person, and has an id of its own', () => {
    given(advanced, disallowed('wages', { amount: usd('50') }))
      .when('expenditure.disallow', disallow('wages', { amount: usd('10.01') }, 'x-2'), beto)
      .rejects('disallowed-exceeds', {
        report: 'r-1',
        category: 'wages',
        of: 'reported',
        currency: 'USD',
        disallowed: '10.01',
        most: '10.00',
      })
      .when('expenditure.disallow', disallow('wages', {}, 'x-1'), beto)
      .rejects('id-taken', { thing: 'disallowance', id: 'x-1' })
      .when('expenditure.disallow', disallow('wages', {}, 'x-2'), { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', expenditure: 'r-1' });
  });
});

describe('a cost disallowed after it was accepted', () => {
  test('is recovered, and is no expense any more', () => {
    given(advanced, all)
      .when('expenditure.disallow', disallow('wages', { amount: usd('25') }), beto)
      .gives('expenditure.disallowed', { of: 'accepted', total: usd('25') })
      .posts('Dr recoverable:g-1 25.00 USD', 'Cr expense:none:wages 25.00 USD');
  });

  test('stops the reversal of its acceptance', () => {
    const told = given(advanced, all, disallowed('wages'));
    const { position } = told.book.events('fund-1').find((each) => each.type === 'expenditure.accepted')!;
    told
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type: 'expenditure.accepted', because: 'later-events' });
  });

  test('undone by mistake is the fund’s expense again, whatever was paid back meanwhile', () => {
    given(advanced, all, disallowed('wages'))
      .and(after('refund.receive', { refundId: 'x-1', grantId: 'g-1', amount: usd('60'), bankAccount: 'main' }))
      .and(reversed('expenditure.disallowed'))
      .leaves({ 'expense:none:wages': '60.00', 'recoverable:g-1': '0.00', 'payable:g-1': '10.00', 'advance:g-1': '0.00' });
  });
});

describe('an appeal', () => {
  const withAppeal = [...advanced, all, disallowed('wages'), appealed];

  test('that is upheld makes the cost the fund’s again', () => {
    given(withAppeal)
      .when('expenditure.decide-appeal', decide(true), { actor: 'dora' })
      .gives('expenditure.appeal-decided', { upheld: true, total: usd('60'), toRecoverable: usd('60'), toPayable: usd('0') })
      .posts('Dr expense:none:wages 60.00 USD', 'Cr recoverable:g-1 60.00 USD')
      .when('expenditure.decide-appeal', decide(true), { actor: 'dora' })
      .writesNothing();
  });

  test('that is upheld after the refund came owes it to the payee, or clears what was advanced meanwhile', () => {
    given(withAppeal, after('refund.receive', { refundId: 'x-1', grantId: 'g-1', amount: usd('60'), bankAccount: 'main' }))
      .when('expenditure.decide-appeal', decide(true), { actor: 'dora' })
      .posts('Dr expense:none:wages 60.00 USD', 'Cr advance:g-1 50.00 USD', 'Cr payable:g-1 10.00 USD');
  });

  test.each([
    ['given up on appeal', [appealed, after('expenditure.decide-appeal', decide(true), { actor: 'dora' })]],
    ['undone', [reversed('expenditure.disallowed')]],
  ])('of what was paid back and %s leaves that paid once: what is disallowed again is due again', (_, steps) => {
    const came = after('refund.receive', { refundId: 'r-1', amount: usd('60'), bankAccount: 'main' });
    given(advanced, all, disallowed('wages'), came, steps)
      .when('refund.write-off', { refundId: 'r-1', amount: usd('0.01') }, { actor: 'eva' })
      .rejects('refund-exceeds-due', { grant: 'g-1', currency: 'USD', requested: '0.01', due: '0.00', missing: '0.01' })
      .and(disallowed('wages', {}, 'x-2'))
      .when('refund.write-off', { refundId: 'r-1', amount: usd('60') }, { actor: 'eva' })
      .leaves({ 'recoverable:g-1': '0.00' });
  });

  test('that is turned down moves nothing', () => {
    given(withAppeal)
      .when('expenditure.decide-appeal', decide(false), { actor: 'dora' })
      .gives('expenditure.appeal-decided', { upheld: false, lines: [] })
      .posts()
      .when('expenditure.appeal', appeal, { actor: 'eva' })
      .rejects('appealed-already', { report: 'r-1', disallowance: 'x-1' })
      .when('expenditure.decide-appeal', decide(true), { actor: 'dora' })
      .rejects('no-appeal', { report: 'r-1', disallowance: 'x-1' });
  });

  test.each(['ana', 'beto'])('is decided by a third person, not by %s', (actor) => {
    given(withAppeal)
      .when('expenditure.decide-appeal', decide(true), { actor })
      .rejects('took-part', { actor, report: 'r-1', disallowance: 'x-1' });
  });

  test('is of a disallowance, and given once', () => {
    given(withAppeal)
      .when('expenditure.appeal', appeal, { actor: 'ana' })
      .writesNothing()
      .when('expenditure.appeal', { ...appeal, disallowanceId: 'x-9' }, { actor: 'ana' })
      .rejects('not-found', { thing: 'disallowance', id: 'x-9' });
  });

  test('is made within the term of the fund, by the organisation on the day itself, by a paper of its day', () => {
    const asCso = { role: 'cso', party: 'cso', actor: 'rosa' } as const;
    const at = (day: string) => ({ now: instant(`${day}T17:00:00.000000Z`) });
    const late = { report: 'r-1', disallowance: 'x-1', until: '2026-04-01', date: '2026-04-02' };
    const inTerm = [...advanced, after('fund.amend-rules', { policy: { appealDays: 30 } }), all, disallowed('wages')];
    given(inTerm)
      .when('expenditure.appeal', appeal, { ...asCso, ...at('2026-04-02') })
      .rejects('appeal-too-late', late)
      .when('expenditure.appeal', { ...appeal, valueDate: '2026-04-01' }, { ...asCso, ...at('2026-04-02') })
      .rejects('appeal-too-late', late)
      .when('expenditure.appeal', appeal, { actor: 'ana', ...at('2026-04-02') })
      .rejects('appeal-too-late', late)
      .when('expenditure.appeal', { ...appeal, valueDate: '2026-04-01' }, { actor: 'ana', ...at('2026-04-02') })
      .gives('expenditure.appealed');
    given(inTerm)
      .when('expenditure.appeal', appeal, { ...asCso, ...at('2026-04-01') })
      .gives('expenditure.appealed');
  });

  test('against what was not accepted opens it for acceptance again', () => {
    given(advanced, disallowed('wages'), appealed)
      .and(after('expenditure.decide-appeal', decide(true), { actor: 'dora' }))
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('150') });
  });
});

describe('a corrected report', () => {
  const { grantId: _, ...same } = report;
  const corrected = { ...same, lines: [cost('equipment', '80')] };

  test('takes the place of the one that was submitted', () => {
    given(advanced, asked('wages'))
      .when('expenditure.correct', corrected, { actor: 'eva' })
      .gives('expenditure.corrected', {
        lines: [cost('equipment', '80')],
        replaces: [cost('equipment', '90'), cost('wages', '60')],
      })
      .when('expenditure.correct', corrected, { actor: 'eva' })
      .writesNothing()
      .when('expenditure.accept', accept(), { actor: 'eva' })
      .rejects('approver-is-requester', { actor: 'eva', expenditure: 'r-1' })
      .when('expenditure.accept', accept(), beto)
      .gives('expenditure.accepted', { total: usd('80') });
  });

  test('is accepted by nobody who had submitted it before the correction', () => {
    given(advanced, after('expenditure.correct', corrected, { actor: 'eva' }))
      .when('expenditure.accept', accept(), { actor: 'ana' })
      .rejects('approver-is-requester', { actor: 'ana', expenditure: 'r-1' })
      .when('expenditure.accept', accept(), { actor: 'eva' })
      .rejects('approver-is-requester', { actor: 'eva', expenditure: 'r-1' });
  });

  test('comes before anything of it is accepted', () => {
    given(advanced, after('expenditure.accept', accept([cost('wages', '1')]), beto))
      .when('expenditure.correct', corrected)
      .rejects('wrong-status', {
        thing: 'expenditure report',
        id: 'r-1',
        status: 'partly-accepted',
        expected: 'submitted, questioned, answered',
      });
  });
});

describe('a paper', () => {
  const sha256 = 'a'.repeat(64);
  const other = 'b'.repeat(64);
  const paper = (share?: string, hash = sha256) => ({
    number: 'F-1',
    date: '2026-02-01',
    sha256: hash,
    ...(share === undefined ? {} : { share }),
  });
  const withPaper = (reportId: string, ...documents: object[]) => ({
    ...report,
    reportId,
    lines: [{ ...cost('equipment', '90'), documents }],
  });

  test('is claimed once in the fund, under whatever grant', () => {
    given(aGrantOf600, after('expenditure.submit', withPaper('r-1', paper())))
      .when('expenditure.submit', withPaper('r-2', paper(undefined, other), paper()))
      .rejects('evidence-claimed', { document: sha256, reports: ['r-1'], claimed: '100.00', share: '100.00' });
  });

  test('may be shared, up to the whole of it', () => {
    given(aGrantOf600, after('expenditure.submit', withPaper('r-1', paper('60'))))
      .and(after('expenditure.submit', withPaper('r-2', paper('40'))))
      .when('expenditure.submit', withPaper('r-3', paper('0.01')))
      .rejects('evidence-claimed', { document: sha256, reports: ['r-1', 'r-2'], claimed: '100.00', share: '0.01' });
  });

  test('that a corrected report leaves out can be claimed elsewhere', () => {
    const { grantId: _, ...corrected } = withPaper('r-1', paper(undefined, other));
    given(aGrantOf600, after('expenditure.submit', withPaper('r-1', paper())), after('expenditure.correct', corrected))
      .and(after('expenditure.submit', withPaper('r-2', paper())))
      .when('expenditure.submit', withPaper('r-3', paper(undefined, other)))
      .rejects('evidence-claimed', { document: other, reports: ['r-1'], claimed: '100.00', share: '100.00' });
  });

  test('that comes with an answer is claimed, too', () => {
    const answer = { reportId: 'r-1', lines: [{ category: 'wages', answer: 'Aquí.', documents: [paper()] }] };
    given(advanced, asked('wages'), after('expenditure.answer', answer))
      .when('expenditure.submit', withPaper('r-2', paper()))
      .rejects('evidence-claimed', { document: sha256, reports: ['r-1'], claimed: '100.00', share: '100.00' });
  });

  test('is of a day that has come', () => {
    given(aGrantOf600)
      .when('expenditure.submit', withPaper('r-1', { ...paper(), date: '2026-03-31' }))
      .rejects('date-in-future', { date: '2026-03-31', today: '2026-03-02', timeZone: 'America/Bogota' });
  });

  test('holds no name of who issued it', () => {
    const told = given(aGrantOf600).and(after('expenditure.submit', withPaper('r-1', { ...paper(), supplier: 'Juan Pérez' })));
    expect(JSON.stringify(told.book.events('fund-1'))).not.toContain('Juan');
    expect([...told.book.notes.values()]).toContain('Juan Pérez');
  });
});
