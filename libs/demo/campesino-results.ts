import type { Script } from './script.js';

/*
 * What De Campesino a Campesino aims at, what came of it, and what is said of it. The record says of what, the figures and
 * the judgement are our own.
 */

const project = 'de-campesino-a-campesino';

const years = ['2011', '2012'] as const;

/** What is aimed at: the source says of what, the figures are our own. */
export function aim(script: Script): void {
  const sex = { name: 'sex', values: ['women', 'men'], additive: true };
  const aims = [
    {
      id: 'visits',
      indicator: 'visitors',
      type: 'output',
      title: {
        es: 'Visitas de campesinos haitianos a comunidades rurales de varios estados de México',
        en: 'Visits of Haitian peasants to rural communities in several Mexican states',
      },
      counts: { es: 'Visitantes', en: 'Visitors' },
      unit: 'persons',
      targets: { 2011: '24', 2012: '36' },
    },
    {
      id: 'gardens',
      indicator: 'gardens',
      type: 'output',
      title: {
        es: 'Huertos experimentales, agricultura orgánica y nopal para la seguridad alimentaria',
        en: 'Experimental kitchen gardens, organic farming and prickly pear for food security',
      },
      counts: { es: 'Huertos que producen', en: 'Gardens that yield' },
      unit: 'gardens',
      targets: { 2011: '20', 2012: '30' },
    },
    {
      id: 'loans',
      indicator: 'loans',
      type: 'outcome',
      title: {
        es: 'Microcrédito y cajas de ahorro para producir alimentos',
        en: 'Microcredit and savings cooperatives for producing food',
      },
      counts: { es: 'Préstamos entregados', en: 'Loans made' },
      unit: 'loans',
      targets: { 2012: '140' },
    },
  ] as const;
  for (const { id, indicator, type, title, counts, unit, targets } of aims) {
    const aimedAt: Readonly<Record<string, string>> = targets;
    script.illustrative('result.define', {
      resultId: id,
      activityId: project,
      type,
      title,
      indicators: [
        {
          id: indicator,
          title: counts,
          measure: 'count',
          unit,
          baseline: { year: 2010, value: '0' },
          dimensions: unit === 'gardens' ? [] : [sex],
          periods: years
            .filter((year) => aimedAt[year] !== undefined)
            .map((year) => ({ start: `${year}-01-01`, end: `${year}-12-31`, target: { value: aimedAt[year]! } })),
        },
      ],
      valueDate: '2011-02-14',
    });
  }
}

/** A figure of a year, by sex where it is of persons. */
export function measure(
  script: Script,
  measurement: string,
  indicator: string,
  valueDate: string,
  value: string,
  bySex: Readonly<Record<string, string>> = {},
): void {
  const [resultId = '', year] = measurement.split('-');
  script.illustrative('result.measure', {
    resultId,
    measurement,
    indicator,
    periodStart: `${year}-01-01`,
    value,
    by: Object.entries(bySex).map(([sex, part]) => ({ dimensions: [{ name: 'sex', value: sex }], value: part })),
    valueDate,
  });
}

/** Those who carried it out say what they think of it, and a citizen asks what became of the third stage. */
export function lookBack(script: Script): void {
  const judged = { evaluationId: 'e-campesino' };
  script.illustrative('evaluation.record', {
    ...judged,
    subject: { kind: 'activity', id: project },
    kind: 'self',
    partners: ['centro-lindavista', 'caritas-mexicana', 'osc-haiti'],
    periodStart: '2011-03-01',
    periodEnd: '2013-01-31',
    outcome: 'partly-successful',
    summary: {
      es: 'Los huertos y el microcrédito siguen en manos de las comunidades; las visitas terminaron con el dinero.',
      en: 'The gardens and the microcredit stay in the hands of the communities; the visits ended with the money.',
    },
    lessons: [
      {
        id: 'money-by-stage',
        text: {
          es: 'Lo que se financia etapa por etapa se planea para que cada etapa valga por sí sola.',
          en: 'What is funded stage by stage is planned so that each stage is worth it by itself.',
        },
        themes: ['funding', 'sustainability'],
      },
    ],
    goodPractices: [
      {
        id: 'proposed-together',
        text: {
          es: 'La sociedad civil de los dos países propuso junta, y el Estado adoptó la propuesta en su agenda.',
          en: 'The civil society of both countries proposed together, and the state took the proposal into its agenda.',
        },
        themes: ['participation'],
        conditions: {
          es: 'Un comité conjunto con diálogo anterior a la propuesta.',
          en: 'A joint committee whose dialogue is older than the proposal.',
        },
      },
    ],
    valueDate: '2013-12-16',
  });
  script.illustrative('activity.evaluate', { activityId: project, evaluation: judged.evaluationId, valueDate: '2013-12-16' });
  const asked = { commentId: 'c-third-stage' };
  script.illustrative(
    'comment.post',
    {
      ...asked,
      subject: { kind: 'activity', id: project },
      channel: 'portal-2b91',
      language: 'es',
      text: '¿Habrá una tercera etapa?',
      valueDate: '2013-12-17',
    },
    { role: 'portal' },
  );
  script.illustrative('comment.publish', { ...asked, valueDate: '2013-12-18' });
  script.illustrative('comment.answer', {
    ...asked,
    text: {
      es: 'No: era posible si había recursos y voluntad, y no hubo recursos. El fondo revolvente sigue prestando.',
      en: 'No: it was possible if there were money and will, and there was no money. The revolving fund goes on lending.',
    },
    valueDate: '2013-12-18',
  });
}
