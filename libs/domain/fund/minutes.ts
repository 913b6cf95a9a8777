import type { Reader } from '#kernel/decider';
import type { LocalDate } from '#kernel/time';
import { refuseMinuteOfLater, refuseOutOfOffice } from './body.js';
import type { Command } from '../command.js';
import { fund } from './fund.js';
import { refuse } from '../rejections.js';
import { stateOf } from '../stream.js';

/** Refuses a decision that names no minute where one is needed. */
export function refuseWithoutMinute(command: Command): void {
  if (command.authority.minute === undefined) refuse('minute-missing', { command: command.type });
}

/**
 * What is asked of the minute of any command of a fund, whatever it decides: one has to be named where the fund's rules say
 * so, its body must have been in office on the value date, and not have met after it. A fund that has appointed no body in its book keeps its
 * governance elsewhere, and may name any.
 */
export function refuseUnfoundedMinute(command: Command, reader: Reader, valueDate: LocalDate): void {
  const open = stateOf(reader, fund, command.book);
  if (open.status !== 'open') return;
  if (open.policy.minutes?.includes(command.type)) refuseWithoutMinute(command);
  const { body: named, minute } = command.authority;
  if (named === undefined || open.bodies.length === 0) return;
  if (!open.bodies.includes(named)) refuse('body-unknown', { body: named, known: open.bodies });
  refuseOutOfOffice(reader, named, valueDate);
  if (minute !== undefined) refuseMinuteOfLater(reader, named, minute, valueDate);
}
