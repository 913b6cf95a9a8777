import type { Language } from '#domain/field-errors';
import { currency, isCurrency } from '#kernel/currency';
import { formatAmount, parseAmount } from '#kernel/money';
import type { SheetCommand } from './read-rows.js';
import type { ControlTotal } from './rows-report.js';
import { type Template, type TemplateColumn, eachEntry, headOf } from './template.js';

/**
 * What each column of amounts sums to over the commands, by currency: the figures that whoever made the sheet compares with its
 * own sums before anything is posted.
 */
export function controlTotals(template: Template, commands: readonly SheetCommand[], language: Language): ControlTotal[] {
  return template.columns
    .filter(({ kind }) => kind === 'amount')
    .flatMap((column) => {
      const sums = new Map<string, { minor: bigint; count: number }>();
      for (const { body } of commands)
        for (const { amount, currency: code } of moneyAt(body, column)) {
          const minor = isCurrency(code) ? parseAmount(amount, code) : 'no-currency';
          if (typeof minor !== 'bigint') continue;
          const sum = sums.get(code) ?? { minor: 0n, count: 0 };
          sums.set(code, { minor: sum.minor + minor, count: sum.count + 1 });
        }
      return [...sums].map(([code, { minor, count }]) => ({
        header: headOf(template, column, language),
        count,
        amount: formatAmount(minor, currency(code)),
        currency: code,
      }));
    });
}

interface Amounts {
  readonly amount: string;
  readonly currency: string;
}

function moneyAt(body: object, { path }: TemplateColumn): Amounts[] {
  let found: unknown[] = [body];
  for (const member of path.slice(0, -1))
    found = found.flatMap((each): unknown[] =>
      member === eachEntry ? (each as unknown[]) : [(each as Record<string, unknown> | undefined)?.[member]],
    );
  return found.filter(
    (each): each is Amounts =>
      typeof (each as Amounts | undefined)?.amount === 'string' && typeof (each as Amounts).currency === 'string',
  );
}
