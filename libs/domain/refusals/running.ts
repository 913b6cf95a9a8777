import type { Refusals } from './refusal.js';

/** Refusals of the fund's own running, its bank statements and its periods. */
export const runningRefusals = {
  'cost-exceeds-allocated': {
    en: 'A cost of {currency} {requested} exceeds by {missing} the {allocated} allocated to administration under {earmark}.',
    es: 'Un gasto de {currency} {requested} excede en {missing} los {allocated} asignados a administración en {earmark}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', allocated: '400.00' },
  },
  'running-not-covered': {
    en: 'Spending {currency} {requested} exceeds by {missing} the {cover} received and free under {earmark}.',
    es: 'Gastar {currency} {requested} excede en {missing} los {cover} recibidos y libres en {earmark}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', cover: '400.00' },
  },
  'cost-exceeds-order': {
    en: 'The cost {cost} was approved for {currency} {ordered}: paying {requested} needs another approval.',
    es: 'El gasto {cost} se aprobó por {currency} {ordered}: pagar {requested} requiere otra aprobación.',
    facts: { cost: 'rent-2026-03', ordered: '400.00', currency: 'USD', requested: '500.00' },
  },
  'fee-differs': {
    en: '{percentage}% of {of} comes to {currency} {found}, not {stated}.',
    es: 'El {percentage} % de {of} da {currency} {found}, no {stated}.',
    facts: { currency: 'USD', percentage: '5', of: '30000.00', found: '1500.00', stated: '1600.00' },
  },
  'fee-exceeds-unallocated': {
    en: 'A management fee of {currency} {requested} exceeds by {missing} the {unallocated} unallocated under {earmark}.',
    es: 'Una comisión de administración de {currency} {requested} excede en {missing} los {unallocated} sin asignar en {earmark}.',
    facts: { requested: '500.00', currency: 'USD', missing: '100.00', earmark: 'none', unallocated: '400.00' },
  },
  'same-bank-account': {
    en: 'The money would leave the bank account {bankAccount} and come back to it: name another account.',
    es: 'El dinero saldría de la cuenta bancaria {bankAccount} y entraría a la misma: indique otra cuenta.',
    facts: { bankAccount: 'main' },
  },
  'conversion-of-nothing': {
    en: 'Both accounts are in {currency}: record a transfer, not a conversion.',
    es: 'Ambas cuentas están en {currency}: registre un traslado, no un cambio de divisas.',
    facts: { currency: 'USD' },
  },
  'period-closed': {
    en: 'The date {date} is in a closed period; the first open date is {firstOpen}.',
    es: 'El {date} cae en un período cerrado; la primera fecha abierta es el {firstOpen}.',
    facts: { date: '2026-01-20', firstOpen: '2026-02-01' },
  },
  'period-not-over': {
    en: 'The period {period} ends on {endsOn}, and today is {today}: it can be closed once it is over.',
    es: 'El período {period} termina el {endsOn} y hoy es {today}: podrá cerrarse cuando haya terminado.',
    facts: { period: '2026-03', endsOn: '2026-03-31', today: '2026-03-20' },
  },
  'period-out-of-turn': {
    en: 'Periods are closed in order: {expected} comes before {period}.',
    es: 'Los períodos se cierran en orden: antes de {period} va {expected}.',
    facts: { period: '2026-03', expected: '2026-02' },
  },
  'suspense-open': {
    en: 'At the end of {period} there are unmatched bank lines, in all: {suspense}.',
    es: 'Al cierre de {period} hay movimientos bancarios por identificar, en total: {suspense}.',
    facts: { period: '2026-01', bankAccounts: ['main'], suspense: ['main 77.00 USD'] },
  },
  'not-revalued': {
    en: 'At the end of {period} the fund holds money in {currencies} that has not been revalued at a closing rate, or has moved since.',
    es: 'Al cierre de {period} el fondo tiene dinero en {currencies} sin reexpresar a la tasa de cierre, o con movimientos posteriores a la reexpresión.',
    facts: { period: '2026-01', currencies: ['EUR'] },
  },
  'book-rate-differs': {
    en: 'At the end of the period the book value of the money in {currency} is {home} {expected}, not {book}.',
    es: 'Al cierre del período el valor en libros del dinero en {currency} es {home} {expected}, no {book}.',
    facts: { currency: 'EUR', home: 'USD', expected: '109.11', book: '108.25' },
  },
  'book-value-twice': {
    en: 'The book value of the money in {currency} is given as an amount or as a rate, not as both.',
    es: 'El valor en libros del dinero en {currency} se indica como monto o como tasa, no de ambas formas.',
    facts: { currency: 'EUR' },
  },
  'not-reconciled': {
    en: 'The statements of the bank accounts {bankAccounts} do not reach the end of {period}, or have lines that are not reconciled.',
    es: 'Los extractos de las cuentas bancarias {bankAccounts} no llegan hasta el cierre de {period} o tienen movimientos sin conciliar.',
    facts: { period: '2026-01', bankAccounts: ['main'] },
  },
  'end-not-reconciled': {
    en: 'The fund ends on {date}, but the statements of the bank accounts {bankAccounts} do not reach that day, or have lines that are not reconciled.',
    es: 'El fondo se cierra el {date}, pero los extractos de las cuentas bancarias {bankAccounts} no llegan hasta ese día o tienen movimientos sin conciliar.',
    facts: { date: '2026-10-31', bankAccounts: ['main'] },
  },
  'fund-closed': {
    en: 'The fund {fund} was closed on {closedOn}: nothing more can be posted.',
    es: 'El fondo {fund} se cerró el {closedOn}: ya no se puede registrar nada.',
    facts: { fund: 'agua-segura', closedOn: '2029-12-31' },
  },
  'fund-has-open-balances': {
    en: 'The fund cannot be closed yet; open balances ({open}): {balances}.',
    es: 'El fondo aún no se puede cerrar; saldos abiertos ({open}): {balances}.',
    facts: { open: 1, balances: ['bank:main 12.00 USD'] },
  },
  'statement-overlaps': {
    en: 'The statement {statement} of the bank account {bankAccount} already covers {start} to {end}.',
    es: 'El extracto {statement} de la cuenta bancaria {bankAccount} ya abarca del {start} al {end}.',
    facts: { bankAccount: 'main', statement: 's-2026-01', start: '2026-01-01', end: '2026-01-31' },
  },
  'statement-does-not-follow': {
    en: 'One statement of the bank account {bankAccount} closes with {currency} {closing}, and the next one opens with {opening}.',
    es: 'Un extracto de la cuenta bancaria {bankAccount} cierra con {currency} {closing} y el siguiente abre con {opening}.',
    facts: { bankAccount: 'main', closing: '100.00', currency: 'USD', opening: '90.00' },
  },
  'statement-does-not-sum': {
    en: 'The statement {statement} opens with {currency} {opening}, moves {entries} and closes with {closing}: a difference of {difference}.',
    es: 'El extracto {statement} abre con {currency} {opening}, mueve {entries} y cierra con {closing}: hay una diferencia de {difference}.',
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
    en: 'The lines of the statement {statement} come in order: line {expected} of {entries} is next, not {from}.',
    es: 'Las líneas del extracto {statement} van en orden: sigue la {expected} de {entries}, no la {from}.',
    facts: { statement: 's-2026-01', from: 241, expected: 121, entries: 300 },
  },
  'line-unknown': {
    en: 'The statement {statement} has {listed} lines, and no line {line}.',
    es: 'El extracto {statement} tiene {listed} líneas; la línea {line} no existe.',
    facts: { statement: 's-2026-01', line: 12, listed: 11 },
  },
  'line-settled': {
    en: 'Line {line} of the statement {statement} is reconciled already.',
    es: 'La línea {line} del extracto {statement} ya está conciliada.',
    facts: { statement: 's-2026-01', line: 12 },
  },
  'not-a-bank-movement': {
    en: 'Entry {position} of the book moves nothing in the bank account {bankAccount}.',
    es: 'El asiento {position} del libro no mueve nada en la cuenta bancaria {bankAccount}.',
    facts: { position: 12, bankAccount: 'main' },
  },
  'match-exceeds-line': {
    en: 'Line {line} of the statement {statement} has {currency} {left} left to reconcile, not {requested}.',
    es: 'A la línea {line} del extracto {statement} le quedan {currency} {left} por conciliar, no {requested}.',
    facts: { statement: 's-2026-01', line: 12, currency: 'USD', left: '100.00', requested: '120.00' },
  },
  'match-exceeds-movement': {
    en: 'Entry {position} of the book has {currency} {left} left to reconcile, not {requested}.',
    es: 'Al asiento {position} del libro le quedan {currency} {left} por conciliar, no {requested}.',
    facts: { position: 12, currency: 'USD', left: '100.00', requested: '120.00' },
  },
  'line-post-incomplete': {
    en: 'To post the line as {command}, these fields are missing or wrong: {fields}.',
    es: 'Para registrar la línea como {command} faltan o están mal estos campos: {fields}.',
    facts: { command: 'contribution.receive', fields: ['contributionId'] },
  },
  'line-post-not-allowed': {
    en: 'The role {role} may not post a line as {command}.',
    es: 'El rol de {role} no puede registrar una línea como {command}.',
    facts: { command: 'fee.charge', role: 'fund-manager' },
  },
  'line-differs': {
    en: 'The line is for {currency} {line}, but what would be posted moves {posted}.',
    es: 'La línea es por {currency} {line}, pero el registro movería {posted}.',
    facts: { line: '-100.00', currency: 'USD', posted: '-120.00' },
  },
} as const satisfies Refusals;
