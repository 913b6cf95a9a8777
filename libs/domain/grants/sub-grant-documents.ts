import type { NewEvent, Reader } from '#kernel/decider';
import { evidence } from '../accounts/evidence.js';
import { expenditure } from '../accounts/expenditure.js';
import { refuse } from '../rejections.js';
import { event, stateOf } from '../stream.js';
import { type ExistingSubGrant, restsOn } from './sub-grant.js';

/**
 * The events by which a report under a sub-grant claims its documents. Each is claimed once on this level; above, the report of
 * the payee may rest on the same one, for it is the same cost, but none under another grant may.
 */
export function documentsClaimed(
  reader: Reader,
  { subGrant: id, state }: { readonly subGrant: string; readonly state: ExistingSubGrant },
  documents: readonly string[],
): NewEvent[] {
  const { grant } = state.terms;
  return [...new Set(documents)].flatMap((sha256) => {
    const { claims, below } = stateOf(reader, evidence, sha256);
    const beside = Object.keys(below).filter((each) => restsOn(reader, each, sha256));
    const above = Object.keys(claims).filter((each) => {
      const report = stateOf(reader, expenditure, each);
      return report.status !== 'absent' && report.report.grant !== grant;
    });
    const others = [...beside, ...above];
    if (others.length > 0)
      refuse('evidence-claimed', { document: sha256, reports: others, claimed: '100.00', share: '100.00' });
    // It stays claimed by a report that was undone; reported anew, it is claimed already.
    if (id in below) return [];
    return [event(evidence, sha256, 'evidence.claimed', { report: id, grant, share: '100', level: 'sub-grant' as const })];
  });
}
