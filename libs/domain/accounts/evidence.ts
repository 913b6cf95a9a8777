import type { NewEvent, Reader, StreamEvent } from '#kernel/decider';
import { hundredthsOf, percentageOf } from '#kernel/percentage';
import { unreachable } from '#kernel/unreachable';
import type { Paper } from '../command.js';
import { refuse } from '../rejections.js';
import { type Stream, event, stateOf } from '../stream.js';

/*
 * A document is claimed once. Its stream is named by the hash of its content, so that the same invoice under another grant, or
 * in a later report, is found, whoever sends it. Costs that several grants share are claimed in shares.
 */

// Events

export interface EvidenceClaimed extends Paper {
  readonly report: string;
  readonly grant: string;
  /** The part of the document that is claimed there, in percent. */
  readonly share: string;
  /** Claimed one level below: `report` is a sub-grant then, passed on from the grant. */
  readonly level?: 'sub-grant';
}

/** A corrected report does not claim it any more. */
export interface EvidenceReleased extends Paper {
  readonly report: string;
  readonly grant: string;
}

export type EvidenceEvent =
  | StreamEvent<'evidence.claimed', EvidenceClaimed>
  | StreamEvent<'evidence.released', EvidenceReleased>;

// State

export interface EvidenceState {
  /** Hundredths of a percent, by report. */
  readonly claims: Readonly<Record<string, string>>;
  /** The sub-grants that claim it, and of which grant each is. */
  readonly below: Readonly<Record<string, string>>;
}

export const evidence: Stream<EvidenceState, EvidenceEvent> = {
  kind: 'evidence',
  thing: 'document',
  initial: { claims: {}, below: {} },
  evolve: (state, happened) => {
    const { report } = happened.data;
    switch (happened.type) {
      case 'evidence.claimed':
        if (happened.data.level === 'sub-grant') return { ...state, below: { ...state.below, [report]: happened.data.grant } };
        return { ...state, claims: { ...state.claims, [report]: happened.data.share } };
      case 'evidence.released': {
        const { [report]: _, ...claims } = state.claims;
        return { ...state, claims };
      }
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

/** A document as a report claims it. */
export interface Claim {
  readonly sha256: string;
  readonly share: string;
}

/** The events by which a report claims its documents, and gives up those that it had claimed before and names no more. */
export function claimsOf(
  reader: Reader,
  claimant: { readonly report: string; readonly grant: string },
  claims: readonly Claim[],
  before: readonly Claim[] = [],
): NewEvent[] {
  const kept = new Set(claims.map((each) => each.sha256));
  const released = [...new Set(before.map((each) => each.sha256))].filter((each) => !kept.has(each));
  const fresh = claims.filter((each) => !before.some((old) => old.sha256 === each.sha256 && old.share === each.share));
  return [
    ...released.map((sha256) => event(evidence, sha256, 'evidence.released', { ...claimant })),
    ...fresh.map(({ sha256, share }) => {
      refuseClaimed(stateOf(reader, evidence, sha256), claimant, sha256, share);
      return event(evidence, sha256, 'evidence.claimed', { ...claimant, share });
    }),
  ];
}

function refuseClaimed(
  { claims, below }: EvidenceState,
  { report, grant }: { readonly report: string; readonly grant: string },
  sha256: string,
  share: string,
): void {
  const others = Object.entries(claims).filter(([id]) => id !== report);
  const claimed = others.reduce((total, [, each]) => total + hundredthsOf(each), 0n);
  // What was spent below is reported above once more; under another grant it would be paid twice.
  const elsewhere = Object.entries(below).flatMap(([id, of]) => (of === grant ? [] : [id]));
  if (claimed + hundredthsOf(share) <= 10_000n && elsewhere.length === 0) return;
  refuse('evidence-claimed', {
    document: sha256,
    reports: [...others.map(([id]) => id), ...elsewhere],
    claimed: elsewhere.length > 0 ? '100.00' : percentageOf(claimed, 10_000n),
    share,
  });
}
