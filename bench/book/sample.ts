/** A canonical record of 400 bytes, as those that write events and nothing else are given it. */
export const sampleRecord = sampleOf(400);

function sampleOf(bytes: number): string {
  const record = (text: string): string =>
    JSON.stringify({
      actor: 'ana',
      authority: { role: 'fund-manager' },
      book: 'fund-1',
      commandId: 'c-0000001',
      data: { amount: { amount: '1000.00', currency: 'USD' }, earmark: 'none', window: 'general', text },
      position: 1,
      recordedAt: '2026-03-02T15:00:00.000000Z',
      schemaVersion: 1,
      stream: 'allocation:a-0000001',
      type: 'allocation.made',
      valueDate: '2026-03-02',
      version: 1,
    });
  return record('x'.repeat(bytes - record('').length));
}
