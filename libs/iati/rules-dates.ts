import type { LocalDate } from '#kernel/time';
import type { ActivityDateType } from './codes.js';
import type { IatiActivity } from './model.js';
import type { Setting } from './rule-book.js';

const started: ReadonlySet<string> = new Set(['2', '3', '4']);
const ended: ReadonlySet<string> = new Set(['3', '4']);

/** The dates of the activity, among themselves and against its status and today. */
export function checkDates(activity: IatiActivity, { today, generatedDatetime, report }: Setting): void {
  const { dates, status, lastUpdated } = activity;
  if (lastUpdated !== undefined && lastUpdated > generatedDatetime) report('11.1.1', '/lastUpdated', lastUpdated);

  const byType = new Map<ActivityDateType, LocalDate>();
  for (const [n, { type, date }] of dates.entries()) {
    if (byType.has(type)) report('activity-date-repeated', `/dates/${n}/type`, type);
    else byType.set(type, date);
    if (type === '2' && date > today) report('11.1.4', `/dates/${n}/date`, date);
    if (type === '4' && date > today) report('11.1.5', `/dates/${n}/date`, date);
  }
  const [plannedStart, actualStart, plannedEnd, actualEnd] = (['1', '2', '3', '4'] as const).map((type) => byType.get(type));
  if (plannedStart === undefined && actualStart === undefined) report('6.11.1', '/dates');
  if (plannedStart && plannedEnd && plannedStart > plannedEnd) report('11.1.2', '/dates', `${plannedStart} > ${plannedEnd}`);
  if (actualStart && actualEnd && actualStart > actualEnd) report('11.1.3', '/dates', `${actualStart} > ${actualEnd}`);

  if (started.has(status) && !actualStart) report('actual-start-missing', '/dates', status);
  if (ended.has(status) && !actualEnd) report('actual-end-missing', '/dates', status);
  if ((status === '1' || status === '2') && !plannedEnd && !actualEnd) report('planned-end-missing', '/dates', status);
  if (status === '1' && actualStart) report('status-behind', '/status', `${status}: ${actualStart}`);
  if (status === '2' && actualEnd && actualEnd <= today) report('status-behind', '/status', `${status}: ${actualEnd}`);
}
