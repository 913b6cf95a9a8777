import { commands } from '#domain/domain';
import { postable } from '#domain/bank/matching';
import type { RejectionCode } from '#domain/rejections';
import { commandRoutes } from './routes.js';

/** Every refusal that a command may meet, for the description of the API. Throws `RangeError` for a command without a route. */
export function refusalsOf(type: string, ofOneThing: boolean): RejectionCode[] {
  const listed = commandRoutes.find((route) => route.type === type)?.refusals;
  const definition = commands.get(type);
  if (!listed || !definition) throw new RangeError(`no route for ${type}`);
  const ofBook: readonly RejectionCode[] =
    definition.book === 'registry'
      ? ['date-in-future']
      : [
          'wrong-book',
          'fund-not-open',
          'date-in-future',
          'date-before-start',
          'period-closed',
          'fund-closed',
          'minute-missing',
          'body-unknown',
          'body-not-in-office',
          'minute-later',
        ];
  const ofStore: readonly RejectionCode[] = ofOneThing ? ['if-match-fails', 'event-too-large'] : ['event-too-large'];
  const ofRole: readonly RejectionCode[] = definition.roles.includes('cso') ? ['other-organisation'] : [];
  const ofPartners: readonly RejectionCode[] = listed.includes('partner-unknown') ? ['partner-merged'] : [];
  // A line that is posted as what it is may be refused for whatever that command may be.
  const ofPosted = type === 'reconciliation.post' ? postable.flatMap((each) => refusalsOf(each, ofOneThing)) : [];
  return [...new Set([...listed, ...ofPosted, ...ofPartners, ...ofBook, ...ofRole, ...ofStore])];
}
