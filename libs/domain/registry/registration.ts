import { createHash } from 'node:crypto';
import type { NewEvent, Reader, StreamEvent } from '#kernel/decider';
import { isId } from '#kernel/ids';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import type { Identifier } from './identifiers.js';
import { standing } from './partner.js';
import { refuse } from '../rejections.js';
import { type Stream, event, stateOf } from '../stream.js';

/*
 * Who holds the number of a register. A stream for each number makes it the registry's own index: two organisations cannot
 * be registered under one, in whichever process or order they come.
 */

// Events

export interface RegistrationClaimed extends Identifier, Paper {
  readonly partner: string;
}

export type RegistrationEvent =
  | StreamEvent<'registration.claimed', RegistrationClaimed>
  | StreamEvent<'registration.released', RegistrationClaimed>;

// State

export type RegistrationState = { readonly status: 'absent' } | { readonly status: 'held'; readonly partner: string };

export const registration: Stream<RegistrationState, RegistrationEvent> = {
  kind: 'registration',
  thing: 'registration',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'registration.claimed':
        return { status: 'held', partner: happened.data.partner };
      case 'registration.released':
        return { status: 'absent' };
      default:
        return unreachable(happened);
    }
  },
};

/** A registration as published files write it: register and number, joined by a hyphen. */
export const registrationText = ({ agency, id }: Identifier): string => `${agency}-${id}`;

/** The id of its stream: the text itself where it can be one, and else the hash of it. */
const registrationId = (identifier: Identifier): string => {
  const text = registrationText(identifier);
  return isId(text) ? text : createHash('sha256').update(text, 'utf8').digest('hex');
};

// Decisions

/**
 * The events by which a partner comes to hold the registrations `now` and no other of those it had `before`. Refuses one
 * that is another's; what was held by an entry merged into this one is held by it already.
 */
export function registrationEvents(
  reader: Reader,
  partnerId: string,
  before: readonly Identifier[],
  now: readonly Identifier[],
): NewEvent[] {
  const claimed = now.filter((each) => {
    const state = stateOf(reader, registration, registrationId(each));
    if (state.status === 'absent') return true;
    const holder = state.partner === partnerId ? partnerId : standing(reader, state.partner);
    if (holder !== partnerId) refuse('registration-taken', { registration: registrationText(each), partner: holder });
    return false;
  });
  const kept = new Set(now.map(registrationText));
  const released = before.filter((each) => {
    const state = stateOf(reader, registration, registrationId(each));
    return !kept.has(registrationText(each)) && state.status === 'held' && state.partner === partnerId;
  });
  const to = (type: RegistrationEvent['type']) => (each: Identifier) =>
    event(registration, registrationId(each), type, { agency: each.agency, id: each.id, partner: partnerId });
  return [...released.map(to('registration.released')), ...claimed.map(to('registration.claimed'))];
}
