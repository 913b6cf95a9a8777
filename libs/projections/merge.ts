/** Several sequences, each of which rises, as one that does: a heap of those that have more. */
export function* merged<Item>(sources: readonly Iterator<Item>[], isBefore: (a: Item, b: Item) => boolean): Generator<Item> {
  const heap: { item: Item; readonly from: Iterator<Item> }[] = [];
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const right = left + 1 < heap.length && isBefore(heap[left + 1]!.item, heap[left]!.item);
      const child = right ? left + 1 : left;
      if (!isBefore(heap[child]!.item, heap[at]!.item)) return;
      [heap[at], heap[child]] = [heap[child]!, heap[at]!];
      at = child;
    }
  };
  for (const from of sources) {
    const first = from.next();
    if (!first.done) heap.push({ item: first.value, from });
  }
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) sink(at);
  while (heap.length > 0) {
    const top = heap[0]!;
    yield top.item;
    const next = top.from.next();
    if (next.done) {
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
    } else top.item = next.value;
    sink(0);
  }
}
