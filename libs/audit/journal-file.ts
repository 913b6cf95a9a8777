import { type JournalExpectation, type JournalFinding, type JournalSummary, JournalVerifier } from './verify-journal.js';

const lineFeed = 0x0a;

/**
 * Checks a whole journal file, whose bytes come in chunks of any size (a stream, for instance). `report` gets each
 * finding as it is found. Holds one line at a time, however long the file.
 */
export async function verifyJournalFile(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  expectation: JournalExpectation,
  report: (finding: JournalFinding) => void,
): Promise<JournalSummary> {
  const verifier = new JournalVerifier(expectation);
  let pieces: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      verifier.add(Buffer.concat([...pieces, chunk.subarray(start, end)])).forEach(report);
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.slice(start));
  }
  const unended = pieces.length > 0;
  if (unended) verifier.add(Buffer.concat(pieces)).forEach(report);
  const { summary, findings } = verifier.end();
  findings.forEach(report);
  if (!unended) return summary;
  report({ line: summary.lines, rule: 'line', expected: 'a line feed after the last line', found: 'the end of the file' });
  return { ...summary, findings: summary.findings + 1 };
}
