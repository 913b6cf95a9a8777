/** A line of a statement that is not settled in whole. */
export interface OpenLine {
  readonly line: number;
  readonly bookedOn: string;
  /** What is left of it; positive came in. */
  readonly leftMinor: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly remittance?: string;
}

/** An event of the book that moved the account, and is not matched in whole. */
export interface OpenMovement {
  readonly position: number;
  readonly valueDate: string;
  readonly leftMinor: bigint;
  /** The bank's reference that it was posted with. */
  readonly reference?: string;
  /** The id of its thing: payers quote it. */
  readonly id: string;
}

/** Why a line may be an event. */
export const matchReasons = ['amount', 'sum', 'reference', 'id-quoted', 'same-day', 'near-day', 'only-one'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** A line, and the events that it may be. */
export interface Proposal {
  readonly line: number;
  readonly positions: readonly number[];
  /** 0 to 100. From 80 on it is safe to accept unseen. */
  readonly confidence: number;
  readonly reasons: readonly MatchReason[];
}

/** How many days a bank may take to book what the book has. */
export const windowDays = 10;
const nearDays = 3;

const weights: Readonly<Record<MatchReason, number>> = {
  amount: 40,
  sum: 30,
  reference: 45,
  'id-quoted': 30,
  'same-day': 15,
  'near-day': 10,
  'only-one': 20,
};

/**
 * Proposes for each line the events that it may be, the best first, up to three: one event of the same amount within ten
 * days, or all events of one reference that come to its amount. Proposes nothing that contradicts another line's only match.
 */
export function proposals(lines: readonly OpenLine[], movements: readonly OpenMovement[]): Proposal[] {
  const byAmount = grouped(movements, (each) => String(each.leftMinor));
  const byReference = grouped(movements, (each) => normal(each.reference));
  const alike = grouped(lines, (each) => String(each.leftMinor));
  return lines.flatMap((line) => {
    const fitting = (byAmount.get(String(line.leftMinor)) ?? []).filter(
      (each) => daysBetween(each.valueDate, line.bookedOn) <= windowDays,
    );
    const alone = fitting.length === 1 && alike.get(String(line.leftMinor))!.length === 1;
    const single = fitting.map((each) => proposal(line, [each], ['amount', ...(alone ? (['only-one'] as const) : [])]));
    const summed = [line.reference, line.endToEndId]
      .map((reference) => byReference.get(normal(reference)) ?? [])
      .filter((group) => group.length > 1 && group.reduce((sum, each) => sum + each.leftMinor, 0n) === line.leftMinor)
      .slice(0, 1)
      .map((group) => proposal(line, group, ['sum']));
    return [...single, ...summed]
      .toSorted((a, b) => b.confidence - a.confidence || a.positions[0]! - b.positions[0]!)
      .slice(0, 3);
  });
}

function proposal(line: OpenLine, events: readonly OpenMovement[], because: readonly MatchReason[]): Proposal {
  const own = [line.reference, line.endToEndId].map(normal).filter((each) => each !== '');
  const written = ` ${[line.remittance, line.endToEndId].map((each) => (each ?? '').toLowerCase()).join(' ')} `;
  const days = Math.max(...events.map((each) => daysBetween(each.valueDate, line.bookedOn)));
  const reasons: MatchReason[] = [...because];
  if (events.every((each) => own.includes(normal(each.reference)))) reasons.push('reference');
  else if (events.every((each) => quotes(written, each.id) || quotes(written, each.reference))) reasons.push('id-quoted');
  if (days === 0) reasons.push('same-day');
  else if (days <= nearDays) reasons.push('near-day');
  const confidence = Math.min(
    100,
    reasons.reduce((sum, reason) => sum + weights[reason], 0),
  );
  return { line: line.line, positions: events.map((each) => each.position), confidence, reasons };
}

/** References are written with and without spaces, dashes and leading zeros. */
const normal = (reference: string | undefined): string =>
  (reference ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^0+/, '');

/** Whether a text names an id as a word of its own. */
function quotes(text: string, id: string | undefined): boolean {
  if (id === undefined || id.length < 3) return false;
  const at = text.indexOf(id.toLowerCase());
  return at !== -1 && !/[a-z0-9]/.test(text[at - 1]!) && !/[a-z0-9]/.test(text[at + id.length]!);
}

const daysBetween = (a: string, b: string): number => Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === '') continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
