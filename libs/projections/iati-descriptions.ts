import { phases } from '#domain/activities/activity-events';
import type { Description } from '#iati/model';
import type { FileFrame } from './iati-file-frame.js';
import type { FinancedActivity } from './iati-fund-parts.js';
import type { Organisations } from './iati-organisations.js';
import {
  type Words,
  evaluationWords,
  exchangeWords,
  filled,
  inWords,
  joined,
  outcomeWords,
  phaseWords,
  published,
  roleWords,
  say,
  successWords,
} from './iati-words.js';

/** Roles that IATI has no code for, and all phases, with who provides and who receives, the stages, then what evaluations found: each in one description. */
export function descriptionsOf(frame: FileFrame, entry: FinancedActivity, names: Organisations): Description[] {
  const lines = phases.flatMap((phase) => {
    const there = entry.partners.filter((each) => each.phase === phase);
    const who = there.map(({ partner, role, exchange }) =>
      filled(published.inRole, {
        who: names.find(partner).name,
        role: joined([roleWords[role], exchange && exchangeWords[exchange]], ', '),
      }),
    );
    return who.length === 0 ? [] : [joined([phaseWords[phase], joined(who, '; ')], ': ')];
  });
  const stages = entry.stages.map(({ title, plannedStart, plannedEnd, outcome }) => {
    const period =
      plannedStart === undefined && plannedEnd === undefined ? '' : ` (${plannedStart ?? ''} - ${plannedEnd ?? ''})`;
    return joined([inWords(title, frame.spoken[0]!, period), outcome && outcomeWords[outcome]], ': ');
  });
  const texts: Words[] = [
    ...(lines.length === 0 ? [] : [joined(lines, '. ')]),
    ...(stages.length === 0 ? [] : [joined([published.stages, joined(stages, '; ')], ': ')]),
  ];
  return [...texts.map((text) => other(frame, text)), ...evaluationsOf(frame, entry)];
}

/** What evaluations of an activity found, or those of the fund and its arrangements: failures as well. */
export function evaluationsOf(frame: FileFrame, entry?: FinancedActivity): Description[] {
  const own = frame.spoken[0]!;
  const found = [...frame.book.evaluations.values()].filter(
    ({ subject }) => (subject.kind === 'activity' ? subject.id : undefined) === entry?.id,
  );
  return found.map(({ kind, outcome, summary, subject }) => {
    const stage = entry?.stages.find((each) => each.stage === subject.stage);
    const of = joined([evaluationWords[kind], stage && inWords(stage.title, own)], ', ');
    return other(frame, joined([joined([of, successWords[outcome]], ': '), summary && inWords(summary, own)], '. '));
  });
}

const other = (frame: FileFrame, text: Words): Description => ({ type: '4', text: say(frame.spoken, text) });
