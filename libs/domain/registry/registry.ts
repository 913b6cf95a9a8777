import { dateIn } from '#kernel/time';
import type { LocalDate } from '#kernel/time';
import type { Command } from '../command.js';
import { refuse } from '../rejections.js';

/** The registry keeps no fund's time zone; its dates are judged where the day begins first, so that none is refused too early. */
export const registryTimeZone = 'Pacific/Kiritimati';

/** The value date of a command of the registry: today in UTC unless it names one, which is not in the future anywhere. */
export function registryDate(command: Command): LocalDate {
  const today = dateIn(registryTimeZone, command.now);
  const date = command.valueDate ?? dateIn('UTC', command.now);
  return date > today ? refuse('date-in-future', { date, today, timeZone: registryTimeZone }) : date;
}

/** Refuses a last day that comes before the day from which on something holds. */
export function refuseEnded(start: LocalDate, end: LocalDate | undefined): void {
  if (end !== undefined && end < start) refuse('period-reversed', { start, end });
}
