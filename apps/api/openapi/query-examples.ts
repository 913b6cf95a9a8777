/*
 * Answers of the demonstration's first fund, with lists cut to two: what `npm start` answers to the same addresses, but for
 * times and hashes.
 */

/** An example of a query: the parameters of its address, and what came back. */
interface QueryExample {
  readonly path: Readonly<Record<string, string>>;
  readonly answer: unknown;
}

/** By the name of the query. */
export const queryExamples: Readonly<Record<string, QueryExample>> = {
  listFunds: {
    path: {},
    answer: {
      items: [
        {
          book: 'central-america-caribbean',
          position: 67,
          name: {
            en: 'Central America and Caribbean Cooperation Fund',
            es: 'Fondo de Cooperación para Centroamérica y el Caribe',
          },
          description: {
            en: 'Public fund co-financed at the time by Colombia, Mexico and Venezuela for technical cooperation with Central America and the Caribbean. Demonstration data: the facts are from the source; amounts and days are illustrative, except the 40 houses at USD 2,000.',
            es: 'Fondo público cofinanciado en su momento por Colombia, México y Venezuela para la cooperación técnica con Centroamérica y el Caribe. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos, salvo las 40 viviendas a USD 2.000.',
          },
          homeCurrency: 'USD',
          currencies: ['USD'],
          timeZone: 'America/Bogota',
          startsOn: '1993-01-01',
          endsOn: '1998-12-31',
          rules: {
            bindAt: 'signature',
            interest: 'kept',
            attribution: 'proportional',
          },
          earmarks: [],
          windows: [
            {
              id: 'technical-cooperation',
              title: {
                en: 'Technical cooperation',
                es: 'Cooperación técnica',
              },
            },
          ],
          bankAccounts: [
            {
              id: 'usd-main',
              currency: 'USD',
            },
          ],
          publishing: {
            scope: '2',
            aidType: 'B04',
            sectors: [
              {
                code: '16040',
                percentage: '100',
              },
            ],
            flowType: '10',
            language: 'es',
            countries: [
              {
                code: 'HN',
                percentage: '100',
              },
            ],
            tiedStatus: '5',
            financeType: '110',
            reportingOrg: {
              ref: 'XI-IATI-AYNIDEMO-CAC',
              name: 'Fondo de Cooperación para Centroamérica y el Caribe (demostración de Ayni)',
              type: '15',
            },
            collaborationType: '1',
          },
        },
      ],
      next: 'central-america-caribbean',
    },
  },
  readFund: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      book: 'central-america-caribbean',
      position: 67,
      name: {
        en: 'Central America and Caribbean Cooperation Fund',
        es: 'Fondo de Cooperación para Centroamérica y el Caribe',
      },
      description: {
        en: 'Public fund co-financed at the time by Colombia, Mexico and Venezuela for technical cooperation with Central America and the Caribbean. Demonstration data: the facts are from the source; amounts and days are illustrative, except the 40 houses at USD 2,000.',
        es: 'Fondo público cofinanciado en su momento por Colombia, México y Venezuela para la cooperación técnica con Centroamérica y el Caribe. Datos de demostración: los hechos son de la fuente; los montos y días son ilustrativos, salvo las 40 viviendas a USD 2.000.',
      },
      homeCurrency: 'USD',
      currencies: ['USD'],
      timeZone: 'America/Bogota',
      startsOn: '1993-01-01',
      endsOn: '1998-12-31',
      rules: {
        bindAt: 'signature',
        interest: 'kept',
        attribution: 'proportional',
      },
      earmarks: [],
      windows: [
        {
          id: 'technical-cooperation',
          title: {
            en: 'Technical cooperation',
            es: 'Cooperación técnica',
          },
        },
      ],
      bankAccounts: [
        {
          id: 'usd-main',
          currency: 'USD',
        },
      ],
      publishing: {
        scope: '2',
        aidType: 'B04',
        sectors: [
          {
            code: '16040',
            percentage: '100',
          },
        ],
        flowType: '10',
        language: 'es',
        countries: [
          {
            code: 'HN',
            percentage: '100',
          },
        ],
        tiedStatus: '5',
        financeType: '110',
        reportingOrg: {
          ref: 'XI-IATI-AYNIDEMO-CAC',
          name: 'Fondo de Cooperación para Centroamérica y el Caribe (demostración de Ayni)',
          type: '15',
        },
        collaborationType: '1',
      },
    },
  },
  readFundPosition: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      book: 'central-america-caribbean',
      position: 67,
      currency: 'USD',
      resources: {
        amount: '211912.40',
        currency: 'USD',
      },
      unallocated: {
        amount: '80912.40',
        currency: 'USD',
      },
      allocated: {
        amount: '4914.50',
        currency: 'USD',
      },
      committed: {
        amount: '600.00',
        currency: 'USD',
      },
      ordered: {
        amount: '0.00',
        currency: 'USD',
      },
      disbursed: {
        amount: '125400.00',
        currency: 'USD',
      },
      spent: {
        amount: '85.50',
        currency: 'USD',
      },
      shortfall: {
        amount: '0.00',
        currency: 'USD',
      },
      cover: {
        amount: '85826.90',
        currency: 'USD',
      },
      coverShortfall: {
        amount: '0.00',
        currency: 'USD',
      },
      expense: {
        amount: '125400.00',
        currency: 'USD',
      },
      sources: [
        {
          currency: 'USD',
          pledged: {
            amount: '210000.00',
            currency: 'USD',
          },
          committed: {
            amount: '210000.00',
            currency: 'USD',
          },
          received: {
            amount: '210000.00',
            currency: 'USD',
          },
          receivable: {
            amount: '0.00',
            currency: 'USD',
          },
          owedBack: {
            amount: '0.00',
            currency: 'USD',
          },
          interest: {
            amount: '1912.40',
            currency: 'USD',
          },
        },
      ],
      funded: {
        amount: '211912.40',
        currency: 'USD',
      },
      covered: {
        amount: '126085.50',
        currency: 'USD',
      },
      outstandingAdvances: {
        amount: '0.00',
        currency: 'USD',
      },
      refundsDue: {
        amount: '0.00',
        currency: 'USD',
      },
      acceptedUnpaid: {
        amount: '0.00',
        currency: 'USD',
      },
      bank: [
        {
          bankAccount: 'usd-main',
          balance: {
            amount: '86426.90',
            currency: 'USD',
          },
        },
      ],
      bankCharges: [
        {
          amount: '85.50',
          currency: 'USD',
        },
      ],
      earmarks: [
        {
          earmark: 'none',
          resources: {
            amount: '211912.40',
            currency: 'USD',
          },
          unallocated: {
            amount: '80912.40',
            currency: 'USD',
          },
          allocated: {
            amount: '4914.50',
            currency: 'USD',
          },
          committed: {
            amount: '600.00',
            currency: 'USD',
          },
          ordered: {
            amount: '0.00',
            currency: 'USD',
          },
          disbursed: {
            amount: '125400.00',
            currency: 'USD',
          },
          spent: {
            amount: '85.50',
            currency: 'USD',
          },
          shortfall: {
            amount: '0.00',
            currency: 'USD',
          },
          cover: {
            amount: '85826.90',
            currency: 'USD',
          },
          coverShortfall: {
            amount: '0.00',
            currency: 'USD',
          },
          expense: {
            amount: '125400.00',
            currency: 'USD',
          },
          windows: [
            {
              window: 'administration',
              allocated: {
                amount: '914.50',
                currency: 'USD',
              },
            },
            {
              window: 'technical-cooperation',
              allocated: {
                amount: '4000.00',
                currency: 'USD',
              },
            },
          ],
          sources: [
            {
              currency: 'USD',
              pledged: {
                amount: '210000.00',
                currency: 'USD',
              },
              committed: {
                amount: '210000.00',
                currency: 'USD',
              },
              received: {
                amount: '210000.00',
                currency: 'USD',
              },
              receivable: {
                amount: '0.00',
                currency: 'USD',
              },
              owedBack: {
                amount: '0.00',
                currency: 'USD',
              },
              interest: {
                amount: '1912.40',
                currency: 'USD',
              },
            },
          ],
        },
      ],
      checks: {
        resources: {
          left: {
            amount: '211912.40',
            currency: 'USD',
          },
          right: {
            amount: '211912.40',
            currency: 'USD',
          },
          holds: true,
        },
        funded: {
          left: {
            amount: '211912.40',
            currency: 'USD',
          },
          right: {
            amount: '211912.40',
            currency: 'USD',
          },
          holds: true,
        },
      },
    },
  },
  readTrialBalance: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      book: 'central-america-caribbean',
      position: 67,
      parts: [
        {
          set: 'budgetary',
          currency: 'USD',
          accounts: [
            {
              account: 'allocated:none:administration',
              kind: 'allocated',
              debit: {
                amount: '85.50',
                currency: 'USD',
              },
              credit: {
                amount: '1000.00',
                currency: 'USD',
              },
              balance: {
                amount: '-914.50',
                currency: 'USD',
              },
            },
            {
              account: 'allocated:none:technical-cooperation',
              kind: 'allocated',
              debit: {
                amount: '126000.00',
                currency: 'USD',
              },
              credit: {
                amount: '130000.00',
                currency: 'USD',
              },
              balance: {
                amount: '-4000.00',
                currency: 'USD',
              },
            },
          ],
          debit: {
            amount: '1059595.80',
            currency: 'USD',
          },
          credit: {
            amount: '1059595.80',
            currency: 'USD',
          },
          balance: {
            amount: '0.00',
            currency: 'USD',
          },
        },
        {
          set: 'financial',
          currency: 'USD',
          accounts: [
            {
              account: 'advance:g-stage-1',
              kind: 'advance',
              debit: {
                amount: '12000.00',
                currency: 'USD',
              },
              credit: {
                amount: '12000.00',
                currency: 'USD',
              },
              balance: {
                amount: '0.00',
                currency: 'USD',
              },
            },
            {
              account: 'advance:g-stage-2',
              kind: 'advance',
              debit: {
                amount: '90000.00',
                currency: 'USD',
              },
              credit: {
                amount: '90000.00',
                currency: 'USD',
              },
              balance: {
                amount: '0.00',
                currency: 'USD',
              },
            },
          ],
          debit: {
            amount: '754597.90',
            currency: 'USD',
          },
          credit: {
            amount: '754597.90',
            currency: 'USD',
          },
          balance: {
            amount: '0.00',
            currency: 'USD',
          },
        },
      ],
    },
  },
  listLedgerLines: {
    path: {
      fund: 'central-america-caribbean',
      kind: 'bank',
    },
    answer: {
      items: [
        {
          position: 8,
          line: 1,
          valueDate: '1993-10-04',
          recordedAt: '2026-11-24T03:39:11.506000Z',
          type: 'contribution.received',
          stream: 'contribution:c-colombia',
          amount: {
            amount: '70000.00',
            currency: 'USD',
          },
          balance: {
            amount: '70000.00',
            currency: 'USD',
          },
        },
        {
          position: 9,
          line: 1,
          valueDate: '1993-10-18',
          recordedAt: '2026-11-24T03:39:11.513000Z',
          type: 'contribution.received',
          stream: 'contribution:c-mexico',
          amount: {
            amount: '50000.00',
            currency: 'USD',
          },
          balance: {
            amount: '120000.00',
            currency: 'USD',
          },
        },
      ],
      next: '9.1',
      position: 67,
    },
  },
  listActivities: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          activityId: 'servivienda-honduras',
          title: {
            en: 'Low-cost prefabricated housing in Honduras',
            es: 'Vivienda prefabricada de bajo costo en Honduras',
          },
          description: {
            en: 'Transfer to Honduras of the light, modular, low-cost construction of SERVIVIENDA, under the 1993 convention between Colombia and Honduras on economic and trade cooperation and combating drug trafficking. Stages: evaluate the need, set up the factory and produce 40 houses at USD 2,000 each, and create mechanisms for families to buy them.',
            es: 'Transferencia a Honduras de la construcción modular, liviana y de bajo costo de SERVIVIENDA, en el marco del convenio de 1993 entre Colombia y Honduras sobre cooperación económica y comercial y lucha contra el narcotráfico. Etapas: evaluar la necesidad, montar la fábrica y producir 40 viviendas de USD 2.000, y crear mecanismos para que las familias las compren.',
          },
          modality: 'bilateral',
          status: 'completed',
          plannedStart: '1994-03-01',
          plannedEnd: '1997-12-31',
          classification: {
            sectors: [
              {
                code: '16040',
                percentage: '100',
              },
            ],
            countries: [
              {
                code: 'HN',
                percentage: '100',
              },
            ],
            collaborationType: '1',
          },
          history: [
            {
              date: '1993-10-01',
              type: 'activity.identified',
              position: 14,
            },
            {
              date: '1993-11-15',
              type: 'activity.negotiated',
              position: 27,
            },
          ],
          partners: [
            {
              role: 'proposer',
              phase: 'identification',
              brings: [],
              partner: 'gov-colombia',
              joinedOn: '1993-11-15',
              relationship: 'Las autoridades públicas se acercaron a SERVIVIENDA por su experiencia reconocida.',
            },
            {
              role: 'counterpart',
              phase: 'negotiation-and-formulation',
              brings: [],
              partner: 'gov-honduras',
              joinedOn: '1993-11-15',
            },
          ],
          stages: [
            {
              stage: 'stage-1',
              title: {
                en: 'Evaluation of the need for housing',
                es: 'Evaluación de la necesidad de vivienda',
              },
              plannedEnd: '1994-12-31',
              plannedStart: '1994-03-01',
            },
            {
              stage: 'stage-2',
              title: {
                en: 'Factory and production of 40 houses',
                es: 'Fábrica y producción de 40 viviendas',
              },
              plannedEnd: '1996-12-31',
              plannedStart: '1995-01-01',
            },
          ],
          position: 67,
          grants: [
            {
              grantId: 'g-stage-1',
              activityId: 'servivienda-honduras',
              stage: 'stage-1',
              payee: 'servivienda',
              executor: 'servivienda',
              agreement: null,
              status: 'signed',
              signedOn: '1994-02-15',
              amount: {
                amount: '12000.00',
                currency: 'USD',
              },
              committed: {
                amount: '600.00',
                currency: 'USD',
              },
              ordered: {
                amount: '0.00',
                currency: 'USD',
              },
              disbursed: {
                amount: '11400.00',
                currency: 'USD',
              },
              outstandingAdvance: {
                amount: '0.00',
                currency: 'USD',
              },
              payable: {
                amount: '0.00',
                currency: 'USD',
              },
              recoverable: {
                amount: '0.00',
                currency: 'USD',
              },
              reported: {
                amount: '11400.00',
                currency: 'USD',
              },
              accepted: {
                amount: '11400.00',
                currency: 'USD',
              },
              claimed: {
                amount: '600.00',
                currency: 'USD',
              },
              refunded: {
                amount: '600.00',
                currency: 'USD',
              },
            },
            {
              grantId: 'g-stage-2',
              activityId: 'servivienda-honduras',
              stage: 'stage-2',
              payee: 'servivienda',
              executor: 'servivienda',
              agreement: null,
              status: 'signed',
              signedOn: '1995-01-16',
              amount: {
                amount: '105000.00',
                currency: 'USD',
              },
              committed: {
                amount: '0.00',
                currency: 'USD',
              },
              ordered: {
                amount: '0.00',
                currency: 'USD',
              },
              disbursed: {
                amount: '105000.00',
                currency: 'USD',
              },
              outstandingAdvance: {
                amount: '0.00',
                currency: 'USD',
              },
              payable: {
                amount: '0.00',
                currency: 'USD',
              },
              recoverable: {
                amount: '0.00',
                currency: 'USD',
              },
              reported: {
                amount: '105000.00',
                currency: 'USD',
              },
              accepted: {
                amount: '105000.00',
                currency: 'USD',
              },
              claimed: {
                amount: '0.00',
                currency: 'USD',
              },
              refunded: {
                amount: '0.00',
                currency: 'USD',
              },
            },
          ],
          money: {
            granted: {
              amount: '126000.00',
              currency: 'USD',
            },
            disbursed: {
              amount: '125400.00',
              currency: 'USD',
            },
            accepted: {
              amount: '125400.00',
              currency: 'USD',
            },
            refunded: {
              amount: '600.00',
              currency: 'USD',
            },
            outstandingAdvance: {
              amount: '0.00',
              currency: 'USD',
            },
            cofinancing: [],
          },
        },
      ],
      position: 67,
    },
  },
  readActivity: {
    path: {
      fund: 'central-america-caribbean',
      activityId: 'servivienda-honduras',
    },
    answer: {
      activityId: 'servivienda-honduras',
      title: {
        en: 'Low-cost prefabricated housing in Honduras',
        es: 'Vivienda prefabricada de bajo costo en Honduras',
      },
      description: {
        en: 'Transfer to Honduras of the light, modular, low-cost construction of SERVIVIENDA, under the 1993 convention between Colombia and Honduras on economic and trade cooperation and combating drug trafficking. Stages: evaluate the need, set up the factory and produce 40 houses at USD 2,000 each, and create mechanisms for families to buy them.',
        es: 'Transferencia a Honduras de la construcción modular, liviana y de bajo costo de SERVIVIENDA, en el marco del convenio de 1993 entre Colombia y Honduras sobre cooperación económica y comercial y lucha contra el narcotráfico. Etapas: evaluar la necesidad, montar la fábrica y producir 40 viviendas de USD 2.000, y crear mecanismos para que las familias las compren.',
      },
      modality: 'bilateral',
      status: 'completed',
      plannedStart: '1994-03-01',
      plannedEnd: '1997-12-31',
      classification: {
        sectors: [
          {
            code: '16040',
            percentage: '100',
          },
        ],
        countries: [
          {
            code: 'HN',
            percentage: '100',
          },
        ],
        collaborationType: '1',
      },
      history: [
        {
          date: '1993-10-01',
          type: 'activity.identified',
          position: 14,
        },
        {
          date: '1993-11-15',
          type: 'activity.negotiated',
          position: 27,
        },
      ],
      partners: [
        {
          role: 'proposer',
          phase: 'identification',
          brings: [],
          partner: 'gov-colombia',
          joinedOn: '1993-11-15',
          relationship: 'Las autoridades públicas se acercaron a SERVIVIENDA por su experiencia reconocida.',
        },
        {
          role: 'counterpart',
          phase: 'negotiation-and-formulation',
          brings: [],
          partner: 'gov-honduras',
          joinedOn: '1993-11-15',
        },
      ],
      stages: [
        {
          stage: 'stage-1',
          title: {
            en: 'Evaluation of the need for housing',
            es: 'Evaluación de la necesidad de vivienda',
          },
          plannedEnd: '1994-12-31',
          plannedStart: '1994-03-01',
        },
        {
          stage: 'stage-2',
          title: {
            en: 'Factory and production of 40 houses',
            es: 'Fábrica y producción de 40 viviendas',
          },
          plannedEnd: '1996-12-31',
          plannedStart: '1995-01-01',
        },
      ],
      position: 67,
      grants: [
        {
          grantId: 'g-stage-1',
          activityId: 'servivienda-honduras',
          stage: 'stage-1',
          payee: 'servivienda',
          executor: 'servivienda',
          agreement: null,
          status: 'signed',
          signedOn: '1994-02-15',
          amount: {
            amount: '12000.00',
            currency: 'USD',
          },
          committed: {
            amount: '600.00',
            currency: 'USD',
          },
          ordered: {
            amount: '0.00',
            currency: 'USD',
          },
          disbursed: {
            amount: '11400.00',
            currency: 'USD',
          },
          outstandingAdvance: {
            amount: '0.00',
            currency: 'USD',
          },
          payable: {
            amount: '0.00',
            currency: 'USD',
          },
          recoverable: {
            amount: '0.00',
            currency: 'USD',
          },
          reported: {
            amount: '11400.00',
            currency: 'USD',
          },
          accepted: {
            amount: '11400.00',
            currency: 'USD',
          },
          claimed: {
            amount: '600.00',
            currency: 'USD',
          },
          refunded: {
            amount: '600.00',
            currency: 'USD',
          },
        },
        {
          grantId: 'g-stage-2',
          activityId: 'servivienda-honduras',
          stage: 'stage-2',
          payee: 'servivienda',
          executor: 'servivienda',
          agreement: null,
          status: 'signed',
          signedOn: '1995-01-16',
          amount: {
            amount: '105000.00',
            currency: 'USD',
          },
          committed: {
            amount: '0.00',
            currency: 'USD',
          },
          ordered: {
            amount: '0.00',
            currency: 'USD',
          },
          disbursed: {
            amount: '105000.00',
            currency: 'USD',
          },
          outstandingAdvance: {
            amount: '0.00',
            currency: 'USD',
          },
          payable: {
            amount: '0.00',
            currency: 'USD',
          },
          recoverable: {
            amount: '0.00',
            currency: 'USD',
          },
          reported: {
            amount: '105000.00',
            currency: 'USD',
          },
          accepted: {
            amount: '105000.00',
            currency: 'USD',
          },
          claimed: {
            amount: '0.00',
            currency: 'USD',
          },
          refunded: {
            amount: '0.00',
            currency: 'USD',
          },
        },
      ],
      money: {
        granted: {
          amount: '126000.00',
          currency: 'USD',
        },
        disbursed: {
          amount: '125400.00',
          currency: 'USD',
        },
        accepted: {
          amount: '125400.00',
          currency: 'USD',
        },
        refunded: {
          amount: '600.00',
          currency: 'USD',
        },
        outstandingAdvance: {
          amount: '0.00',
          currency: 'USD',
        },
        cofinancing: [],
      },
    },
  },
  listGrants: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          grantId: 'g-stage-1',
          activityId: 'servivienda-honduras',
          stage: 'stage-1',
          payee: 'servivienda',
          executor: 'servivienda',
          agreement: null,
          status: 'signed',
          signedOn: '1994-02-15',
          amount: {
            amount: '12000.00',
            currency: 'USD',
          },
          committed: {
            amount: '600.00',
            currency: 'USD',
          },
          ordered: {
            amount: '0.00',
            currency: 'USD',
          },
          disbursed: {
            amount: '11400.00',
            currency: 'USD',
          },
          outstandingAdvance: {
            amount: '0.00',
            currency: 'USD',
          },
          payable: {
            amount: '0.00',
            currency: 'USD',
          },
          recoverable: {
            amount: '0.00',
            currency: 'USD',
          },
          reported: {
            amount: '11400.00',
            currency: 'USD',
          },
          accepted: {
            amount: '11400.00',
            currency: 'USD',
          },
          claimed: {
            amount: '600.00',
            currency: 'USD',
          },
          refunded: {
            amount: '600.00',
            currency: 'USD',
          },
          lines: [
            {
              amount: {
                amount: '12000.00',
                currency: 'USD',
              },
              window: 'technical-cooperation',
              earmark: 'none',
              attribution: [
                {
                  amount: {
                    amount: '6857.14',
                    currency: 'USD',
                  },
                  contribution: 'c-colombia',
                },
                {
                  amount: {
                    amount: '2857.14',
                    currency: 'USD',
                  },
                  contribution: 'c-mexico',
                },
              ],
            },
          ],
          instalments: [
            {
              id: 'i-1',
              kind: 'advance',
              amount: {
                amount: '12000.00',
                currency: 'USD',
              },
              dueDate: '1994-03-15',
            },
          ],
          position: 67,
          categories: [
            {
              category: 'surveys',
              reported: {
                amount: '3250.00',
                currency: 'USD',
              },
              accepted: {
                amount: '3250.00',
                currency: 'USD',
              },
            },
            {
              category: 'technical-missions',
              reported: {
                amount: '8150.00',
                currency: 'USD',
              },
              accepted: {
                amount: '8150.00',
                currency: 'USD',
              },
            },
          ],
          cofinancing: [],
        },
      ],
      next: 'g-stage-1',
      position: 67,
    },
  },
  readGrant: {
    path: {
      fund: 'central-america-caribbean',
      grantId: 'g-stage-1',
    },
    answer: {
      grantId: 'g-stage-1',
      activityId: 'servivienda-honduras',
      stage: 'stage-1',
      payee: 'servivienda',
      executor: 'servivienda',
      agreement: null,
      status: 'signed',
      signedOn: '1994-02-15',
      amount: {
        amount: '12000.00',
        currency: 'USD',
      },
      committed: {
        amount: '600.00',
        currency: 'USD',
      },
      ordered: {
        amount: '0.00',
        currency: 'USD',
      },
      disbursed: {
        amount: '11400.00',
        currency: 'USD',
      },
      outstandingAdvance: {
        amount: '0.00',
        currency: 'USD',
      },
      payable: {
        amount: '0.00',
        currency: 'USD',
      },
      recoverable: {
        amount: '0.00',
        currency: 'USD',
      },
      reported: {
        amount: '11400.00',
        currency: 'USD',
      },
      accepted: {
        amount: '11400.00',
        currency: 'USD',
      },
      claimed: {
        amount: '600.00',
        currency: 'USD',
      },
      refunded: {
        amount: '600.00',
        currency: 'USD',
      },
      lines: [
        {
          amount: {
            amount: '12000.00',
            currency: 'USD',
          },
          window: 'technical-cooperation',
          earmark: 'none',
          attribution: [
            {
              amount: {
                amount: '6857.14',
                currency: 'USD',
              },
              contribution: 'c-colombia',
            },
            {
              amount: {
                amount: '2857.14',
                currency: 'USD',
              },
              contribution: 'c-mexico',
            },
          ],
        },
      ],
      instalments: [
        {
          id: 'i-1',
          kind: 'advance',
          amount: {
            amount: '12000.00',
            currency: 'USD',
          },
          dueDate: '1994-03-15',
        },
      ],
      position: 67,
      categories: [
        {
          category: 'surveys',
          reported: {
            amount: '3250.00',
            currency: 'USD',
          },
          accepted: {
            amount: '3250.00',
            currency: 'USD',
          },
        },
        {
          category: 'technical-missions',
          reported: {
            amount: '8150.00',
            currency: 'USD',
          },
          accepted: {
            amount: '8150.00',
            currency: 'USD',
          },
        },
      ],
      cofinancing: [],
    },
  },
  listDisbursements: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          disbursementId: 'd-stage-3',
          position: 67,
          grantId: 'g-stage-3',
          activityId: 'servivienda-honduras',
          payee: 'servivienda',
          kind: 'reimbursement',
          instalment: 'i-1',
          amount: {
            amount: '9000.00',
            currency: 'USD',
          },
          paid: {
            amount: '9000.00',
            currency: 'USD',
          },
          status: 'acknowledged',
          requestedBy: 'p-002',
          approvedBy: 'p-003',
          requestedOn: '1997-10-07',
          approvedOn: '1997-10-10',
          paidOn: '1997-10-20',
          acknowledgedOn: '1997-10-24',
          bouncedOn: null,
          endedOn: null,
          daysToPayment: 13,
          bankAccount: 'usd-main',
          bankReference: null,
          payeeReference: null,
          lines: [
            {
              amount: {
                amount: '9000.00',
                currency: 'USD',
              },
              earmark: 'none',
              attribution: [
                {
                  amount: {
                    amount: '5142.86',
                    currency: 'USD',
                  },
                  contribution: 'c-colombia',
                },
                {
                  amount: {
                    amount: '2142.86',
                    currency: 'USD',
                  },
                  contribution: 'c-mexico',
                },
              ],
            },
          ],
          history: [
            {
              date: '1997-10-07',
              type: 'disbursement.requested',
              actor: 'p-002',
              position: 63,
            },
            {
              date: '1997-10-10',
              type: 'disbursement.approved',
              actor: 'p-003',
              position: 64,
            },
          ],
        },
      ],
      next: '63',
      position: 67,
    },
  },
  readDisbursement: {
    path: {
      fund: 'central-america-caribbean',
      disbursementId: 'd-stage-3',
    },
    answer: {
      disbursementId: 'd-stage-3',
      position: 67,
      grantId: 'g-stage-3',
      activityId: 'servivienda-honduras',
      payee: 'servivienda',
      kind: 'reimbursement',
      instalment: 'i-1',
      amount: {
        amount: '9000.00',
        currency: 'USD',
      },
      paid: {
        amount: '9000.00',
        currency: 'USD',
      },
      status: 'acknowledged',
      requestedBy: 'p-002',
      approvedBy: 'p-003',
      requestedOn: '1997-10-07',
      approvedOn: '1997-10-10',
      paidOn: '1997-10-20',
      acknowledgedOn: '1997-10-24',
      bouncedOn: null,
      endedOn: null,
      daysToPayment: 13,
      bankAccount: 'usd-main',
      bankReference: null,
      payeeReference: null,
      lines: [
        {
          amount: {
            amount: '9000.00',
            currency: 'USD',
          },
          earmark: 'none',
          attribution: [
            {
              amount: {
                amount: '5142.86',
                currency: 'USD',
              },
              contribution: 'c-colombia',
            },
            {
              amount: {
                amount: '2142.86',
                currency: 'USD',
              },
              contribution: 'c-mexico',
            },
          ],
        },
      ],
      history: [
        {
          date: '1997-10-07',
          type: 'disbursement.requested',
          actor: 'p-002',
          position: 63,
        },
        {
          date: '1997-10-10',
          type: 'disbursement.approved',
          actor: 'p-003',
          position: 64,
        },
      ],
    },
  },
  listContributions: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          contributionId: 'c-colombia',
          earmark: 'none',
          contributor: 'gov-colombia',
          agreement: null,
          providerActivity: null,
          status: 'committed',
          pledged: {
            amount: '120000.00',
            currency: 'USD',
          },
          committed: {
            amount: '120000.00',
            currency: 'USD',
          },
          received: {
            amount: '120000.00',
            currency: 'USD',
          },
          excess: {
            amount: '0.00',
            currency: 'USD',
          },
          homeCommitted: {
            amount: '120000.00',
            currency: 'USD',
          },
          funded: {
            amount: '120000.00',
            currency: 'USD',
          },
          interest: {
            amount: '1092.80',
            currency: 'USD',
          },
          interestOwed: {
            amount: '0.00',
            currency: 'USD',
          },
          cleared: {
            amount: '0.00',
            currency: 'USD',
          },
          bound: {
            amount: '72000.00',
            currency: 'USD',
          },
          paid: {
            amount: '72000.00',
            currency: 'USD',
          },
          refunded: {
            amount: '342.85',
            currency: 'USD',
          },
          charged: {
            amount: '48.86',
            currency: 'USD',
          },
          free: {
            amount: '49043.94',
            currency: 'USD',
          },
          position: 67,
        },
      ],
      next: 'c-colombia.none',
      position: 67,
    },
  },
  readContribution: {
    path: {
      fund: 'central-america-caribbean',
      contributionId: 'c-colombia',
    },
    answer: {
      contributionId: 'c-colombia',
      earmark: 'none',
      contributor: 'gov-colombia',
      agreement: null,
      providerActivity: null,
      status: 'committed',
      pledged: {
        amount: '120000.00',
        currency: 'USD',
      },
      committed: {
        amount: '120000.00',
        currency: 'USD',
      },
      received: {
        amount: '120000.00',
        currency: 'USD',
      },
      excess: {
        amount: '0.00',
        currency: 'USD',
      },
      homeCommitted: {
        amount: '120000.00',
        currency: 'USD',
      },
      funded: {
        amount: '120000.00',
        currency: 'USD',
      },
      interest: {
        amount: '1092.80',
        currency: 'USD',
      },
      interestOwed: {
        amount: '0.00',
        currency: 'USD',
      },
      cleared: {
        amount: '0.00',
        currency: 'USD',
      },
      bound: {
        amount: '72000.00',
        currency: 'USD',
      },
      paid: {
        amount: '72000.00',
        currency: 'USD',
      },
      refunded: {
        amount: '342.85',
        currency: 'USD',
      },
      charged: {
        amount: '48.86',
        currency: 'USD',
      },
      free: {
        amount: '49043.94',
        currency: 'USD',
      },
      position: 67,
    },
  },
  readContributionStatement: {
    path: {
      fund: 'central-america-caribbean',
      contributionId: 'c-colombia',
    },
    answer: {
      items: [
        {
          position: 2,
          line: 1,
          contributionId: 'c-colombia',
          earmark: 'none',
          contributor: 'gov-colombia',
          kind: 'pledged',
          type: 'contribution.pledged',
          grantId: null,
          activityId: null,
          disbursementId: null,
          amount: {
            amount: '120000.00',
            currency: 'USD',
          },
          home: null,
          valueDate: '1993-06-15',
          recordedAt: '2026-11-24T03:39:11.456000Z',
        },
      ],
      next: '2.1',
      position: 67,
    },
  },
  readContributorStatement: {
    path: {
      fund: 'central-america-caribbean',
      contributor: 'gov-colombia',
    },
    answer: {
      items: [
        {
          position: 2,
          line: 1,
          contributionId: 'c-colombia',
          earmark: 'none',
          contributor: 'gov-colombia',
          kind: 'pledged',
          type: 'contribution.pledged',
          grantId: null,
          activityId: null,
          disbursementId: null,
          amount: {
            amount: '120000.00',
            currency: 'USD',
          },
          home: null,
          valueDate: '1993-06-15',
          recordedAt: '2026-11-24T03:39:11.456000Z',
        },
      ],
      next: '2.1',
      position: 67,
    },
  },
  listPartners: {
    path: {},
    answer: {
      items: [
        {
          partnerId: 'servivienda',
          position: 25,
          name: 'Fundación Servicio de Vivienda Popular (SERVIVIENDA)',
          kind: 'foundation',
          country: 'CO',
          legalForm: 'Fundación sin ánimo de lucro',
          identifiers: [],
          website: null,
          registeredOn: '2026-11-24',
        },
      ],
      position: 25,
    },
  },
  readPartner: {
    path: {
      partnerId: 'servivienda',
    },
    answer: {
      partnerId: 'servivienda',
      position: 25,
      name: 'Fundación Servicio de Vivienda Popular (SERVIVIENDA)',
      kind: 'foundation',
      country: 'CO',
      legalForm: 'Fundación sin ánimo de lucro',
      identifiers: [],
      website: null,
      registeredOn: '2026-11-24',
    },
  },
  listBooks: {
    path: {},
    answer: {
      items: [
        {
          book: 'central-america-caribbean',
          position: 67,
          root: 'b4070f0e136eddd3c2066bc77c13a8bd73a2b05b790e789d6ef090ebddc8785a',
          recordedAt: '2026-11-24T03:39:11.882000Z',
          origin: 'ayni.localhost/central-america-caribbean',
          epoch: 1,
        },
      ],
      next: 'central-america-caribbean',
    },
  },
  readHead: {
    path: {
      book: 'central-america-caribbean',
    },
    answer: {
      book: 'central-america-caribbean',
      position: 67,
      root: 'b4070f0e136eddd3c2066bc77c13a8bd73a2b05b790e789d6ef090ebddc8785a',
      recordedAt: '2026-11-24T03:39:11.882000Z',
      origin: 'ayni.localhost/central-america-caribbean',
      epoch: 1,
    },
  },
  listEvents: {
    path: {
      book: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          record: {
            actor: 'p-002',
            authority: {
              role: 'fund-manager',
            },
            book: 'central-america-caribbean',
            commandId: 'demo-central-america-caribbean-0037',
            data: {
              activity: 'servivienda-honduras',
              amount: {
                amount: '12000.00',
                currency: 'USD',
              },
              bankAccount: 'usd-main',
              grant: 'g-stage-1',
              kind: 'advance',
              lines: [
                {
                  amount: {
                    amount: '12000.00',
                    currency: 'USD',
                  },
                  attribution: [
                    {
                      amount: {
                        amount: '6857.14',
                        currency: 'USD',
                      },
                      contribution: 'c-colombia',
                    },
                    {
                      amount: {
                        amount: '2857.14',
                        currency: 'USD',
                      },
                      contribution: 'c-mexico',
                    },
                  ],
                  earmark: 'none',
                },
              ],
              payee: 'servivienda',
            },
            position: 37,
            recordedAt: '2026-11-24T03:39:11.712000Z',
            schemaVersion: 1,
            stream: 'disbursement:d-stage-1',
            type: 'disbursement.paid',
            valueDate: '1994-03-15',
            version: 3,
          },
          leafHash: 'b415e5665ba1ebaff24fdc9af6513e119b3e59ff16975e582580b5cfc94a7635',
        },
      ],
      next: '37',
    },
  },
  readEvent: {
    path: {
      book: 'central-america-caribbean',
      position: '20',
    },
    answer: {
      record: {
        actor: 'p-002',
        authority: {
          role: 'fund-manager',
        },
        basis: [
          {
            book: 'registry',
            position: 25,
          },
        ],
        book: 'central-america-caribbean',
        commandId: 'demo-central-america-caribbean-0020',
        data: {
          advantage: 'Prefabricación liviana y construcción modular de bajo costo de viviendas, escuelas y puestos de salud.',
          brings: ['human', 'technical'],
          partner: 'servivienda',
          phase: 'implementation',
          role: 'executor',
        },
        position: 20,
        recordedAt: '2026-11-24T03:39:11.592000Z',
        schemaVersion: 1,
        stream: 'activity:servivienda-honduras',
        type: 'activity.partner-joined',
        valueDate: '1993-11-15',
        version: 7,
      },
      text: '{"actor":"p-002","authority":{"role":"fund-manager"},"basis":[{"book":"registry","position":25}],"book":"central-america-caribbean","commandId":"demo-central-america-caribbean-0020","data":{"advantage":"Prefabricación liviana y construcción modular de bajo costo de viviendas, escuelas y puestos de salud.","brings":["human","technical"],"partner":"servivienda","phase":"implementation","role":"executor"},"position":20,"recordedAt":"2026-11-24T03:39:11.592000Z","schemaVersion":1,"stream":"activity:servivienda-honduras","type":"activity.partner-joined","valueDate":"1993-11-15","version":7}',
      leafHash: '9f5f0ddfe5cbba5e38179747156dfc46fe7b50892548ee628eb8b54d77ecaf08',
    },
  },
  listPublications: {
    path: {
      fund: 'central-america-caribbean',
    },
    answer: {
      items: [
        {
          book: 'central-america-caribbean',
          format: 'iati-activities-2.03',
          position: 67,
          registryPosition: 25,
          sha256: '4c900a877d40c33196857e83171db6e9594f85afc32f5037370bd08729bdac64',
          bytes: 36806,
          publishedAt: '2026-11-24T03:39:12.139171Z',
        },
      ],
    },
  },
};
