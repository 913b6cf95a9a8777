import { type Ask, callerAsks, fundOf } from '../book/fund.js';
import { openProduct, posted } from '../book/posting.js';
import { rateOf } from '../harness/contender.js';

/** Which callers this process has, each with a fund and a grant of it. */
export interface FundsTask {
  readonly seconds: number;
  readonly callers: readonly { readonly fund: number; readonly grant: number }[];
}

/** Commands a second of all callers of this process, or what went wrong. */
export type FundsResult = { readonly rate: number } | { readonly error: string };

const [, , url, folder, name] = process.argv;
const services = await openProduct(url!, folder!);
const asks = new Map<string, Generator<Ask, never>>();
let keys = 0;

async function run({ seconds, callers }: FundsTask): Promise<number> {
  const own = callers.map(({ fund, grant }) => {
    const id = `${fund}-${grant}`;
    let known = asks.get(id);
    if (!known) asks.set(id, (known = callerAsks(fundOf(fund), grant, `p${name}-${id}`)));
    return known;
  });
  return rateOf(own.length, seconds, async (caller) => {
    await posted(services.store, `p${name}-${(keys += 1)}`, own[caller]!.next().value);
    return 1;
  });
}

process.on('message', (task: FundsTask) => {
  run(task).then(
    (rate) => process.send!({ rate } satisfies FundsResult),
    (error: unknown) => process.send!({ error: String(error) } satisfies FundsResult),
  );
});
process.on('SIGINT', () => undefined);
process.on('disconnect', () => void services.close().finally(() => process.exit()));
process.send!('ready');
