import { fileParts } from './activity-stream.js';
import type { Chunks } from './decode.js';
import type { XmlElement } from './element.js';
import { ProblemLog } from './problem-log.js';
import type { ReadItem } from './published.js';
import { readActivity } from './read-activity.js';
import { instantIn } from './read-parts.js';

/**
 * Reads a publisher's activity file, of IATI 2.0x and as far as it goes of 1.0x, and yields what is in it as it comes:
 * the head, then every activity with its problems behind it. One activity is in memory at a time (its identifier stays,
 * to find repeated ones). Nothing is left out without a problem that says so with its line. Where the XML is not well
 * formed the reading ends, after all that came before. A document type declaration is refused unread.
 */
export async function* readActivities(chunks: Chunks): AsyncGenerator<ReadItem> {
  const seen = new Set<string>();
  let root: XmlElement | undefined;
  let version: string | undefined;
  let faulty = false;
  for await (const part of fileParts(chunks)) {
    const log = new ProblemLog();
    if (part.kind === 'fault') {
      faulty = true;
      log.report(part.rule, { ...part, field: 'iati-activities' });
    } else if (part.kind === 'root') {
      root = part.element;
      if (root.name !== 'iati-activities') {
        log.report('not-activities', { line: root.line, field: root.name, value: root.name });
        yield* problemsOf(log);
        return;
      }
      version = root.token('version');
      yield { kind: 'head', head: { line: root.line, version, generatedDatetime: generatedOf(root, log) } };
      checkVersion(version, root.line, log);
    } else if (part.element.name === 'iati-activity') {
      const activity = readActivity(part.element, version, log);
      if (activity && seen.has(activity.identifier)) {
        log.report('identifier-repeated', { line: activity.line, field: 'iati-identifier', value: activity.identifier });
      }
      if (activity) seen.add(activity.identifier);
      if (activity) yield { kind: 'activity', activity };
    } else {
      const { name, foreign, line } = part.element;
      log.report(foreign ? 'foreign-not-read' : 'element-not-read', { line, field: name, value: part.element.summary() });
    }
    yield* problemsOf(log);
  }
  if (root && !faulty) yield* problemsOf(atTheEnd(root, seen.size));
}

const generatedOf = (root: XmlElement, log: ProblemLog) =>
  instantIn({ log, aliases: {}, defaultCurrency: undefined }, root, 'generated-datetime', '');

function checkVersion(version: string | undefined, line: number, log: ProblemLog): void {
  if (version === undefined) log.report('version-missing', { line, field: '@version' });
  else if (!/^2\.\d\d$/.test(version)) log.report('version-other', { line, field: '@version', value: version });
}

/** What can be said of the root once the whole file has been read. */
function atTheEnd(root: XmlElement, activities: number): ProblemLog {
  const log = new ProblemLog();
  for (const { rule, ...found } of root.leftovers()) log.report(rule, found);
  if (activities === 0) log.report('no-activities', { line: root.line, field: 'iati-activities' });
  return log;
}

function* problemsOf(log: ProblemLog): Generator<ReadItem> {
  for (const problem of log.problems) yield { kind: 'problem', problem };
}
