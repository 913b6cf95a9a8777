import type { Script } from './script.js';

/*
 * What was said of the programme: by the United Nations, by its own people and peers, and by a citizen. The award and what
 * was looked for afterwards are of the source, the rest is our own.
 */

/** What came of the programme as a whole; evaluations, a peer review, a visit, a comment. */
export function review(script: Script): void {
  visit(script);
  evaluateEnergy(script);
  reviewSecretariat(script);
  comment(script);
  award(script);
  count(script);
  lookBack(script);
}

/** United Nations South-South Cooperation Award 2010. */
function award(script: Script): void {
  script.told('evaluation.record', {
    evaluationId: 'e-award',
    subject: { kind: 'fund' },
    kind: 'external',
    partners: ['united-nations'],
    outcome: 'successful',
    summary: {
      es: 'Premio de Cooperación Sur-Sur de Naciones Unidas 2010.',
      en: 'United Nations South-South Cooperation Award 2010.',
    },
    goodPractices: [
      {
        id: 'reciprocity',
        text: {
          es: 'Proyectos de reciprocidad: cada parte da y recibe; participaron más de 180 organizaciones.',
          en: 'Reciprocity projects: each side gives and receives; over 180 organisations took part.',
        },
        themes: ['reciprocity', 'triangular'],
        conditions: {
          es: 'Un mecanismo nacional de la sociedad civil en cada país y una secretaría común.',
          en: 'A national mechanism of civil society in each country, and a common secretariat.',
        },
      },
    ],
    valueDate: '2010-12-20',
  });
}

/** Of the whole programme, not of one project: over 180 organisations took part. */
function count(script: Script): void {
  const tookPart = { resultId: 'reciprocity', indicator: 'organisations' };
  script.told('result.define', {
    resultId: tookPart.resultId,
    subject: { kind: 'fund' },
    type: 'outcome',
    title: { es: 'Organizaciones que dan y reciben', en: 'Organisations that give and receive' },
    indicators: [
      {
        id: tookPart.indicator,
        title: { es: 'Organizaciones que participaron', en: 'Organisations that took part' },
        measure: 'count',
        unit: 'organisations',
        baseline: { year: 2007, value: '0' },
        dimensions: [{ name: 'country', values: ['CR', 'BJ', 'BT'], additive: true }],
        periods: [{ start: '2007-01-01', end: '2011-11-30' }],
      },
    ],
    valueDate: '2011-12-05',
  });
  script.told('result.measure', {
    ...tookPart,
    measurement: 'm-organisations',
    periodStart: '2007-01-01',
    value: '180',
    comment: { es: 'Más de 180.', en: 'Over 180.' },
    valueDate: '2011-12-05',
  });
  const of = (country: string, value: string) => ({ dimensions: [{ name: 'country', value: country }], value });
  script.illustrative('result.measure', {
    ...tookPart,
    measurement: 'm-by-country',
    replaces: 'm-organisations',
    periodStart: '2007-01-01',
    value: '180',
    by: [of('CR', '76'), of('BJ', '61'), of('BT', '43')],
    comment: {
      es: 'Más de 180; el reparto por país es ilustrativo.',
      en: 'Over 180; how many in each country is illustrative.',
    },
    valueDate: '2011-12-12',
  });
}

/** The arrangement: small, wholly managed by private bodies, supervised by the authorities. */
function lookBack(script: Script): void {
  script.told('evaluation.record', {
    evaluationId: 'e-arrangement',
    subject: { kind: 'body', id: 'secretariat' },
    kind: 'self',
    partners: ['fundecooperacion', 'mechanism-benin', 'mechanism-bhutan'],
    periodStart: '2007-01-01',
    periodEnd: '2011-11-30',
    outcome: 'successful',
    summary: {
      es: 'Un fondo pequeño, gestionado del todo por entidades privadas y supervisado por las autoridades de los países.',
      en: 'A small fund, wholly managed by private bodies and supervised by the authorities of the countries.',
    },
    lessons: [
      {
        id: 'one-donor',
        text: {
          es: 'Con un solo financiador el programa termina con él: después se buscan nuevos recursos y nuevos países socios.',
          en: 'With one funder the programme ends with it: new money and new partner countries are looked for afterwards.',
        },
        themes: ['sustainability', 'funding'],
      },
    ],
    recommendations: [
      {
        id: 'new-money',
        text: {
          es: 'Buscar nuevos recursos y nuevos países socios.',
          en: 'Look for new money and new partner countries.',
        },
      },
    ],
    valueDate: '2011-12-12',
  });
  script.told('evaluation.answer-recommendation', {
    evaluationId: 'e-arrangement',
    recommendation: 'new-money',
    response: 'accepted',
    dueDate: '2012-06-30',
    valueDate: '2011-12-19',
  });
}

function evaluateEnergy(script: Script): void {
  script.illustrative('evaluation.record', {
    evaluationId: 'e-energy',
    subject: { kind: 'activity', id: 'rural-energy' },
    kind: 'final',
    persons: ['p-120'],
    periodStart: '2008-01-21',
    periodEnd: '2011-11-30',
    outcome: 'partly-successful',
    scores: [
      { criterion: 'relevance', score: 5 },
      { criterion: 'sustainability', score: 3 },
    ],
    summary: {
      es: 'Los sistemas funcionan; falta quién los repare donde no se formó a nadie.',
      en: 'The systems work; where nobody was trained there is no one to repair them.',
    },
    lessons: [
      {
        id: 'repair',
        text: {
          es: 'Formar a quien repara antes de instalar.',
          en: 'Train those who repair before installing.',
        },
        themes: ['energy', 'training'],
      },
    ],
    valueDate: '2011-12-05',
  });
  script.illustrative('activity.evaluate', { activityId: 'rural-energy', evaluation: 'e-energy', valueDate: '2011-12-05' });
}

/** The other mechanisms look at how the secretariat works; it answers. */
function reviewSecretariat(script: Script): void {
  const peers = { reviewId: 'peers-2009' };
  script.illustrative('peer-review.mandate', {
    ...peers,
    subject: { kind: 'body', id: 'secretariat' },
    mandatedBy: { kind: 'body', id: 'committee' },
    scope: {
      es: 'Cómo adjudica y rinde cuentas la secretaría.',
      en: 'How the secretariat awards, and how it accounts for it.',
    },
    partners: ['mechanism-benin', 'mechanism-bhutan'],
    dueDate: '2009-10-30',
    valueDate: '2009-06-15',
  });
  script.illustrative('peer-review.report', {
    ...peers,
    findings: [
      {
        id: 'f-1',
        severity: 'medium',
        text: {
          es: 'Los puntajes se conocen tarde en Benín y Bután.',
          en: 'Scores become known late in Benin and Bhutan.',
        },
      },
      { id: 'f-2', severity: 'low', sealedText: 'Una persona evaluadora entregó tarde.' },
    ],
    valueDate: '2009-10-26',
  });
  const answered = { ...peers, finding: 'f-1' };
  script.illustrative('peer-review.answer-finding', {
    ...answered,
    response: 'accepted',
    text: {
      es: 'Se publicarán con la decisión, en los tres países.',
      en: 'They will be published with the decision, in all three countries.',
    },
    dueDate: '2010-03-31',
    valueDate: '2009-11-16',
  });
  script.illustrative('peer-review.answer-finding', {
    ...peers,
    finding: 'f-2',
    response: 'accepted',
    sealedText: 'Se acordó un plazo con cada persona evaluadora.',
    valueDate: '2009-11-16',
  });
  for (const finding of ['f-1', 'f-2']) {
    script.illustrative('peer-review.follow-up-finding', {
      ...peers,
      finding,
      status: 'done',
      text: { es: 'Hecho.', en: 'Done.' },
      valueDate: '2010-03-22',
    });
  }
  script.illustrative('peer-review.close', { ...peers, valueDate: '2010-04-12' });
}

function visit(script: Script): void {
  const seen = { visitId: 'v-energy' };
  script.illustrative('visit.plan', {
    ...seen,
    activityId: 'rural-energy',
    grantId: 'g-energy',
    purpose: 'progress',
    plannedFor: '2009-05-11',
    valueDate: '2009-03-16',
  });
  script.illustrative('visit.make', {
    ...seen,
    madeOn: '2009-05-13',
    place: { es: 'Aldeas de Bután', en: 'Villages in Bhutan' },
    partners: ['fundecooperacion', 'gov-bhutan'],
    findings: [
      { id: 'f-1', code: 'as-planned' },
      { id: 'f-2', code: 'records-incomplete', severity: 'low', sealedText: 'Faltan actas de entrega de dos equipos.' },
    ],
    recommendations: [
      {
        id: 'r-1',
        dueDate: '2009-07-31',
        text: { es: 'Completar las actas de entrega.', en: 'Complete the records of delivery.' },
      },
    ],
    valueDate: '2009-05-18',
  });
  script.illustrative('visit.follow-up', {
    ...seen,
    recommendation: 'r-1',
    status: 'done',
    text: { es: 'Las actas están completas.', en: 'The records are complete.' },
    valueDate: '2009-07-27',
  });
}

/** What a citizen asks, and what is answered; another is not shown, and stays on record. */
function comment(script: Script): void {
  const asked = { commentId: 'c-tourism' };
  const relayed = { role: 'portal' } as const;
  script.illustrative(
    'comment.post',
    {
      ...asked,
      subject: { kind: 'activity', id: 'community-tourism' },
      channel: 'portal-7f3a',
      language: 'es',
      text: '¿Qué aprendió Costa Rica de Bután en este proyecto?',
      valueDate: '2010-06-07',
    },
    relayed,
  );
  script.illustrative('comment.publish', { ...asked, valueDate: '2010-06-08' });
  script.illustrative('comment.answer', {
    ...asked,
    text: {
      es: 'Cómo limitar las visitas para cuidar el lugar, y cómo medir el bienestar de quienes reciben.',
      en: 'How to limit visits so as to care for the place, and how to measure the well-being of the hosts.',
    },
    valueDate: '2010-06-14',
  });
  const repeated = { commentId: 'c-tourism-2' };
  script.illustrative(
    'comment.post',
    {
      ...repeated,
      subject: { kind: 'activity', id: 'community-tourism' },
      channel: 'portal-7f3a',
      language: 'es',
      text: '¿Qué aprendió Costa Rica de Bután en este proyecto?',
      valueDate: '2010-06-07',
    },
    relayed,
  );
  script.illustrative('comment.hide', { ...repeated, ground: 'repeated', valueDate: '2010-06-08' });
}
