import type { Refusals } from './refusal.js';

/** Refusals of the fund's own running, its bank statements and its periods. */
export const runningRefusals = {
  'cost-exceeds-allocated': {
    en: 'A cost of {requested} {currency} needs {missing} more than is allocated to administration under {earmark}: {allocated}.',
    es: 'Un gasto de {requested} {currency} excede en {missing} lo asignado a administración en {earmark}: {allocated}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', allocated: '400.00' },
  },
  'running-not-covered': {
    en: 'Spending {requested} {currency} needs {missing} more than has come in and is free under {earmark}: {cover}.',
    es: 'Gastar {requested} {currency} excede en {missing} lo recibido y libre en {earmark}: {cover}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', cover: '400.00' },
  },
  'cost-exceeds-order': {
    en: 'The cost {cost} was approved for {ordered} {currency}; paying {requested} needs another approval.',
    es: 'El gasto {cost} se aprobó por {ordered} {currency}; pagar {requested} requiere otra aprobación.',
    facts: { cost: 'rent-2026-03', ordered: '400.00', currency: 'USD', requested: '500.00' },
  },
  'fee-exceeds-unallocated': {
    en: 'A fee of {requested} {currency} needs {missing} more than is unallocated under {earmark}: {unallocated}.',
    es: 'Una comisión de {requested} {currency} excede en {missing} lo que queda sin asignar en {earmark}: {unallocated}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', unallocated: '400.00' },
  },
  'same-bank-account': {
    en: 'The money would leave the bank account {bankAccount} and reach the same one.',
    es: 'El dinero saldría de la cuenta bancaria {bankAccount} y entraría a la misma cuenta.',
    facts: { bankAccount: 'main' },
  },
  'conversion-of-nothing': {
    en: 'Both accounts are in {currency}: this is a transfer, not a conversion.',
    es: 'Ambas cuentas están en {currency}: es un traslado, no una conversión.',
    facts: { currency: 'USD' },
  },
  'period-closed': {
    en: 'The date {date} is in a period that was closed; the first open date is {firstOpen}.',
    es: 'La fecha {date} está en un período cerrado; la primera fecha abierta es {firstOpen}.',
    facts: { date: '2026-01-20', firstOpen: '2026-02-01' },
  },
  'period-not-over': {
    en: 'The period {period} ends on {endsOn}; today is {today}.',
    es: 'El período {period} termina el {endsOn}; hoy es {today}.',
    facts: { period: '2026-03', endsOn: '2026-03-31', today: '2026-03-20' },
  },
  'period-out-of-turn': {
    en: 'Periods are closed in order: {expected} comes before {period}.',
    es: 'Los períodos se cierran en orden: antes de {period} va {expected}.',
    facts: { period: '2026-03', expected: '2026-02' },
  },
  'suspense-open': {
    en: 'At the end of {period} there are bank lines without an explanation, in all: {suspense}.',
    es: 'Al cierre de {period} hay movimientos bancarios por identificar, en total: {suspense}.',
    facts: { period: '2026-01', bankAccounts: ['main'], suspense: ['main 77.00 USD'] },
  },
  'not-revalued': {
    en: 'At the end of {period} the fund has money in {currencies} that was not revalued at a closing rate, or has moved since.',
    es: 'Al cierre de {period} el fondo tiene dinero en {currencies} sin reexpresar a la tasa de cierre, o con movimientos posteriores a la reexpresión.',
    facts: { period: '2026-01', currencies: ['EUR'] },
  },
  'book-rate-differs': {
    en: 'At the end of the period the money in {currency} stands at {expected} {home} in the book, not at {book}.',
    es: 'Al cierre del período el dinero en {currency} está en libros por {expected} {home}, no por {book}.',
    facts: { currency: 'EUR', home: 'USD', expected: '109.11', book: '108.25' },
  },
  'book-value-twice': {
    en: 'What the money in {currency} stands at may be given as its book value or as its book rate, not both.',
    es: 'El valor en libros del dinero en {currency} se indica como importe o como tasa, no de ambas formas.',
    facts: { currency: 'EUR' },
  },
  'not-reconciled': {
    en: 'The statements of {bankAccounts} do not reach the end of {period}, or have lines that are not reconciled.',
    es: 'Los extractos de {bankAccounts} no llegan hasta el cierre de {period} o dejan movimientos sin conciliar.',
    facts: { period: '2026-01', bankAccounts: ['main'] },
  },
  'fund-closed': {
    en: 'The fund {fund} was closed on {closedOn}: nothing can be posted any more.',
    es: 'El fondo {fund} se cerró el {closedOn}: ya no se puede registrar nada.',
    facts: { fund: 'agua-segura', closedOn: '2029-12-31' },
  },
  'fund-has-open-balances': {
    en: 'The fund cannot be closed yet; balances that are open ({open}): {balances}.',
    es: 'El fondo aún no se puede cerrar; saldos abiertos ({open}): {balances}.',
    facts: { open: 1, balances: ['bank:main 12.00 USD'] },
  },
  'statement-overlaps': {
    en: 'The statement {statement} of {bankAccount} covers {start} to {end} already.',
    es: 'El extracto {statement} de {bankAccount} ya abarca del {start} al {end}.',
    facts: { bankAccount: 'main', statement: 's-2026-01', start: '2026-01-01', end: '2026-01-31' },
  },
  'statement-does-not-follow': {
    en: 'One statement of {bankAccount} closes with {closing} {currency}, and the next opens with {opening}.',
    es: 'Un extracto de {bankAccount} cierra con {closing} {currency} y el siguiente abre con {opening}.',
    facts: { bankAccount: 'main', closing: '100.00', currency: 'USD', opening: '90.00' },
  },
  'statement-does-not-sum': {
    en: 'The statement {statement} opens with {opening} {currency}, moves {entries} and closes with {closing}: a difference of {difference}.',
    es: 'El extracto {statement} abre con {opening} {currency}, mueve {entries} y cierra con {closing}: hay una diferencia de {difference}.',
    facts: {
      statement: 's-2026-01',
      opening: '100.00',
      currency: 'USD',
      entries: '20.00',
      closing: '110.00',
      difference: '10.00',
    },
  },
  'lines-out-of-turn': {
    en: 'The lines of {statement} come in order: line {expected} of {entries} is next, not {from}.',
    es: 'Las líneas de {statement} vienen en orden: sigue la {expected} de {entries}, no la {from}.',
    facts: { statement: 's-2026-01', from: 241, expected: 121, entries: 300 },
  },
  'line-unknown': {
    en: 'The statement {statement} lists {listed} lines, and no line {line}.',
    es: 'El extracto {statement} tiene {listed} líneas, y ninguna {line}.',
    facts: { statement: 's-2026-01', line: 12, listed: 11 },
  },
  'line-settled': {
    en: 'Line {line} of the statement {statement} is settled already.',
    es: 'La línea {line} del extracto {statement} ya está conciliada.',
    facts: { statement: 's-2026-01', line: 12 },
  },
  'not-a-bank-movement': {
    en: 'The event at position {position} moves nothing on the bank account {bankAccount}.',
    es: 'El evento en la posición {position} no mueve nada en la cuenta bancaria {bankAccount}.',
    facts: { position: 12, bankAccount: 'main' },
  },
  'match-exceeds-line': {
    en: 'Line {line} of the statement {statement} has {left} {currency} left to match, not {requested}.',
    es: 'A la línea {line} del extracto {statement} le quedan {left} {currency} por conciliar, no {requested}.',
    facts: { statement: 's-2026-01', line: 12, currency: 'USD', left: '100.00', requested: '120.00' },
  },
  'match-exceeds-movement': {
    en: 'The event at position {position} has {left} {currency} left to match, not {requested}.',
    es: 'Al evento en la posición {position} le quedan {left} {currency} por conciliar, no {requested}.',
    facts: { position: 12, currency: 'USD', left: '100.00', requested: '120.00' },
  },
  'line-post-incomplete': {
    en: 'To post the line as {command}, these members are missing or wrong: {fields}.',
    es: 'Para registrar la línea como {command} faltan o están mal estos campos: {fields}.',
    facts: { command: 'contribution.receive', fields: ['contributionId'] },
  },
  'line-post-not-allowed': {
    en: 'The role {role} may not post a line as {command}.',
    es: 'El rol {role} no puede registrar un movimiento como {command}.',
    facts: { command: 'fee.charge', role: 'fund-manager' },
  },
  'line-differs': {
    en: 'The line is of {line} {currency}, but what would be posted moves {posted}.',
    es: 'La línea es de {line} {currency}, pero el registro movería {posted}.',
    facts: { line: '-100.00', currency: 'USD', posted: '-120.00' },
  },
} as const satisfies Refusals;
