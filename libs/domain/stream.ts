import type { NewEvent, Reader, StreamEvent } from '#kernel/decider';
import { type StreamName, streamName } from '#kernel/ids';
import { refuse } from './rejections.js';

/** One kind of stream: the name of the kind, its empty state, and how events move it on. */
export interface Stream<State, Event extends StreamEvent> {
  readonly kind: string;
  /** What the thing is called in a sentence. */
  readonly thing: string;
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
}

/** Names by kind and id, and how many of a kind are remembered. */
const names = new Map<string, Map<string, StreamName>>();
const namesRemembered = 4_096;

/**
 * The full name of a stream of this kind; the same text again where it was asked for lately. A command asks for the same things
 * several times, and what is put together anew is found in a map by all its letters, each time.
 */
export function nameOf({ kind }: { readonly kind: string }, id: string): StreamName {
  let ofKind = names.get(kind);
  if (ofKind === undefined) names.set(kind, (ofKind = new Map()));
  let name = ofKind.get(id);
  if (name === undefined) {
    if (ofKind.size >= namesRemembered) ofKind.clear();
    ofKind.set(id, (name = streamName(kind, id)));
  }
  return name;
}

/** The state of a thing; its initial state when it does not exist yet. */
export function stateOf<State, Event extends StreamEvent>(reader: Reader, stream: Stream<State, Event>, id: string): State {
  return reader.state(nameOf(stream, id)) as State;
}

/** The state of a thing that has to exist; refuses with `not-found` otherwise. */
export function existing<State extends { readonly status: string }, Event extends StreamEvent>(
  reader: Reader,
  stream: Stream<State, Event>,
  id: string,
): Exclude<State, { readonly status: 'absent' }> {
  const state = stateOf(reader, stream, id);
  if (state.status === 'absent') return refuse('not-found', { thing: stream.thing, id });
  return state as Exclude<State, { readonly status: 'absent' }>;
}

/** The states of things that all have to exist, read at once rather than one after the other. */
export function allExisting<State extends { readonly status: string }, Event extends StreamEvent>(
  reader: Reader,
  stream: Stream<State, Event>,
  ids: readonly string[],
): { readonly id: string; readonly state: Exclude<State, { readonly status: 'absent' }> }[] {
  reader.states(ids.map((id) => nameOf(stream, id)));
  return ids.map((id) => ({ id, state: existing(reader, stream, id) }));
}

/** Refuses with `id-taken` when the thing exists. */
export function refuseTaken<State extends { readonly status: string }, Event extends StreamEvent>(
  reader: Reader,
  stream: Stream<State, Event>,
  id: string,
): void {
  const { status } = reader.state(nameOf(stream, id), 'new') as State;
  if (status !== 'absent') refuse('id-taken', { thing: stream.thing, id });
}

/** A new event of a thing, in the first form of its type. */
export const event = <Type extends string, Data>(
  stream: { readonly kind: string },
  id: string,
  type: Type,
  data: Data,
): NewEvent<Type, Data> => ({ type, schemaVersion: 1, stream: nameOf(stream, id), data });
