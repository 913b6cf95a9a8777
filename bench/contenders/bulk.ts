import { type Ask, callerAsks, fundOf } from '../book/fund.js';
import { openProduct, setUpFund, setUpRegistry } from '../book/posting.js';
import { type OpenContender, rateOf } from '../harness/contender.js';
import { startServer } from '../harness/server-process.js';

const book = fundOf(0);
const callers = 64;

/** Many commands on one fund in one request: a line each, each with a key of its own, and none that depends on another. */
export const open: OpenContender = async ({ url, folder, size }) => {
  const services = await openProduct(url, folder);
  await setUpRegistry(services.store);
  await setUpFund(services.store, book, callers);
  await services.close();
  const api = await startServer('contenders/api-server', [url, folder]);
  const asks = bulkAsks();
  let keys = 0;

  const request = async (lines: number): Promise<void> => {
    const body = Array.from({ length: lines }, () => {
      const { type, body: members } = asks.next().value;
      return JSON.stringify({ type, key: `b-${(keys += 1)}`, body: members });
    });
    const response = await fetch(`http://127.0.0.1:${api.port}/v1/books/${book}/commands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.told['ana']}`, 'content-type': 'application/x-ndjson' },
      body: `${body.join('\n')}\n`,
    });
    const text = await response.text();
    const answers = text.trimEnd().split('\n');
    const refused = answers.find((line) => !line.includes('"status":201'));
    if (response.status !== 200 || answers.length !== lines || refused !== undefined)
      throw new Error(`${response.status}, ${answers.length} of ${lines} lines: ${refused ?? text.slice(0, 500)}`);
  };
  return {
    measure: async (id) => {
      const lines = Math.round(10_000 * size.scale);
      const rate = await rateOf(1, size.seconds, async () => {
        await request(lines);
        return lines;
      });
      return { [id]: rate };
    },
    close: () => api.stop(),
  };
};

/** What one person may give: money that comes in, allocations, requests under many grants. */
function* bulkAsks(): Generator<Ask, never> {
  const each = Array.from({ length: callers }, (_, n) => callerAsks(book, n, `u${n}`));
  for (let n = 0; ; n = (n + 1) % callers) {
    const asked = each[n]!.next().value;
    // Approving and what follows is another person's, and depends on the line before.
    if (['contribution.receive', 'allocation.make', 'disbursement.request'].includes(asked.type)) yield asked;
  }
}
