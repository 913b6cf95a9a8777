import type { Refusals } from './refusal.js';

/** Refusals of the fund's own running, its bank statements and its periods. */
export const runningRefusals = {
  'cost-exceeds-allocated': {
    en: 'A cost of {requested} {currency} needs {missing} more than is allocated to administration under {earmark}: {allocated}.',
    es: 'Un gasto de {requested} {currency} excede en {missing} lo asignado a administración en {earmark}: {allocated}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', allocated: '400.00' },
  },
  'running-not-covered': {
    en: 'Spending {requested} {currency} needs {missing} more money received and free under {earmark}: {cover}.',
    es: 'Gastar {requested} {currency} requiere {missing} más de dinero recibido y libre en {earmark}: {cover}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', cover: '400.00' },
  },
  'cost-exceeds-order': {
    en: 'The cost {cost} was approved for {ordered} {currency}; {requested} needs another approval.',
    es: 'El gasto {cost} se aprobó por {ordered} {currency}; {requested} requiere otra aprobación.',
    facts: { cost: 'rent-2026-03', ordered: '400.00', currency: 'USD', requested: '500.00' },
  },
  'fee-exceeds-unallocated': {
    en: 'A fee of {requested} {currency} needs {missing} more than is unallocated under {earmark}: {unallocated}.',
    es: 'Una comisión de {requested} {currency} excede en {missing} lo no asignado en {earmark}: {unallocated}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', unallocated: '400.00' },
  },
  'same-bank-account': {
    en: 'The money would leave the bank account {bankAccount} and reach the same one.',
    es: 'El dinero saldría de la cuenta bancaria {bankAccount} y llegaría a la misma.',
    facts: { bankAccount: 'main' },
  },
  'conversion-of-nothing': {
    en: 'Both accounts are in {currency}: this is a transfer, not a conversion.',
    es: 'Ambas cuentas están en {currency}: es un traslado, no una conversión.',
    facts: { currency: 'USD' },
  },
} as const satisfies Refusals;
