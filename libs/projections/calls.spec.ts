import { expect, test } from '@jest/globals';
import { aCall, closed, proposed, ranked } from '../../test/support/calls.js';
import { aFund, fundId, given } from '../../test/support/given.js';
import { callTable, callsView } from './calls.js';
import { eventOf } from './event.js';
import { Rows } from './rows.js';

test('a ranking of several events is one in the view, and one step of the call', () => {
  const ids = Array.from({ length: 401 }, (_, n) => `p-${n}`);
  const { book } = given(aFund(), aCall(), ids.map((id) => proposed(id)).flat(), closed, ranked);
  const events = book.events(fundId).map(eventOf);
  expect(events.filter((each) => each.type === 'call.ranking-continued')).toHaveLength(2);
  const rows = new Rows();
  for (const event of events) callsView.apply(rows, event);
  const row = rows.get(callTable, 'call-1')!;
  expect(row.ranking!.places.map((each) => each.proposal)).toEqual(ids);
  expect(row.history.map((each) => each.type)).toEqual(['call.opened', 'call.closed', 'call.ranked']);
});
