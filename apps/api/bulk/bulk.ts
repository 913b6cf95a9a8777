import type { Readable } from 'node:stream';
import { commands } from '#domain/domain';
import { fieldErrors } from '#domain/field-errors';
import { type Locale, languageIn } from '#domain/words/figures';
import type { EventStore } from '#event-store/event-store';
import { BookBusy, type Outcome } from '#event-store/outcome';
import type { Submission } from '#event-store/rules';
import { type BookId, isId } from '#kernel/ids';
import { present } from '#kernel/present';
import { type Post, ready } from '#runtime/post';
import { postedStatus, proofText, refusal, streamOf } from '../commands.js';
import { parseJson } from '../json-body.js';
import { problemIn } from '../problem.filter.js';
import { Problem, invalidFields, problemBody } from '../problem.js';
import type { CommandRoute } from '../route.js';
import { commandRoutes } from '../routes.js';
import type { Authorised } from '../token.guard.js';
import { Answers } from './answers.js';
import { type CommandLine, bulkLimits, isPlainLine, lineForm } from './line-form.js';
import { type Line, linesOf } from './lines.js';

const routes = new Map<string, CommandRoute>(commandRoutes.map((route) => [route.type, route]));

/** How long a line waits for a book that is too busy before it is answered so, and how often it tries. */
const busyPatienceMs = 10_000;
const busyMs = 100;

/** What a line on its way is answered with, and where. */
interface Asked {
  readonly number: number;
  readonly key: string | undefined;
  readonly place: number;
  readonly size: number;
}

/**
 * The commands of one request, one a line: each is posted as if it had come alone, under its own key, and answered in a line
 * of its own, in the order of the lines. What is under way is bounded; beyond that the request is not read on.
 */
export class Bulk {
  readonly answers = new Answers(() => this.wake());
  private bytes = 0;
  private lines = 0;
  private bytesUnderWay = 0;
  private wake: () => void = () => undefined;

  constructor(
    private readonly store: Pick<EventStore, 'submit'>,
    private readonly request: Authorised,
    private readonly book: BookId,
    private readonly locale: Locale,
  ) {}

  /**
   * Reads to the end, to a limit, or until the connection breaks: what was read whole by then is posted all the same, and is
   * found again under its key.
   */
  async take(source: Readable): Promise<void> {
    try {
      for await (const lines of linesOf(source, bulkLimits.lineBytes)) {
        for (const line of lines) {
          if (this.full) await this.room();
          if (this.answers.stream.destroyed) return;
          if (!this.begin(line)) return;
        }
      }
      this.answers.end();
    } catch {
      // The client went away within a line, which is then nobody's.
      this.answers.stream.destroy();
    }
  }

  private get full(): boolean {
    return (
      this.answers.underWay >= bulkLimits.linesUnderWay ||
      this.bytesUnderWay >= bulkLimits.bytesUnderWay ||
      this.answers.unread >= bulkLimits.unreadBytes
    );
  }

  private async room(): Promise<void> {
    while (this.full && !this.answers.stream.destroyed) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  /** Takes one line on its way; false when it is beyond what a request may have, and the last that is answered. */
  private begin(line: Line): boolean {
    const { number, bytes } = line;
    const size = bytes?.length ?? 0;
    const place = this.answers.ask();
    this.lines += 1;
    this.bytes += size;
    if (this.lines > bulkLimits.lines || this.bytes > bulkLimits.bytes) {
      const limits = { lines: bulkLimits.lines, largest: bulkLimits.bytes };
      this.answers.found(place, this.refused(number, undefined, new Problem('bulk-too-large', limits)));
      this.answers.end();
      return false;
    }
    this.bytesUnderWay += size;
    this.read(line, place, size);
    return true;
  }

  /** Makes a command of a line, or answers why it is none. What was read is not kept: a thousand lines are under way at once. */
  private read({ number, bytes }: Line, place: number, size: number): void {
    let key: string | undefined;
    let problem: Problem;
    try {
      if (!bytes) throw new Problem('body-too-large', { largest: bulkLimits.lineBytes });
      const given = parseJson(bytes);
      key = keyIn(given);
      const command = ready(this.postOf(formOf(given)));
      if (!('kind' in command)) return this.submit({ number, key: command.key, place, size }, command);
      problem = refusal(command);
    } catch (error) {
      problem = problemIn(this.request, error);
    }
    this.found({ number, key, place, size }, this.refused(number, key, problem));
  }

  /** A book that is too busy is waited for: that the next lines are not read meanwhile is what keeps the sender from growing it. */
  private submit(asked: Asked, command: Submission, waitedMs = 0): void {
    this.store.submit(command).then(
      (outcome) => this.found(asked, this.answerTo(asked, outcome)),
      (error: unknown) => {
        const waits = error instanceof BookBusy && waitedMs < busyPatienceMs && !this.answers.stream.destroyed;
        if (waits) setTimeout(() => this.submit(asked, command, waitedMs + busyMs), busyMs);
        else this.found(asked, this.refused(asked.number, asked.key, problemIn(this.request, error)));
      },
    );
  }

  private found({ place, size }: Asked, answer: string): void {
    this.bytesUnderWay -= size;
    this.answers.found(place, answer);
  }

  private answerTo({ number, key }: Asked, outcome: Outcome): string {
    try {
      if (outcome.kind !== 'posted') return this.refused(number, key, refusal(outcome));
      const replayed = outcome.replayed ? ',"replayed":true' : '';
      const proof = proofText(outcome.proof);
      return `{"line":${number},"key":"${key}","status":${postedStatus(outcome)}${replayed},"proof":${proof}}`;
    } catch (error) {
      return this.refused(number, key, problemIn(this.request, error));
    }
  }

  private postOf({ type, key, body, ifMatch: version }: CommandLine): Post {
    const { person, party, roles } = this.request.identity!;
    const needed = commands.get(type)!.roles;
    const role = needed.find((each) => roles.includes(each));
    if (!role) throw new Problem('role-missing', { needed, held: roles });
    const stream = version === undefined ? undefined : streamOf(routes.get(type)!, body, {}, key);
    if (version !== undefined && stream === undefined) throw new Problem('if-match-invalid', { value: String(version) });
    return {
      type,
      book: this.book,
      key,
      actor: person,
      role,
      body,
      language: languageIn(this.locale),
      ...present({ party }),
      ...(version === undefined || stream === undefined ? {} : { ifMatch: { stream, version } }),
    };
  }

  private refused(number: number, key: string | undefined, problem: Problem): string {
    const { status, retryAfterSeconds } = problem;
    return JSON.stringify({
      line: number,
      ...present({ key }),
      status,
      ...present({ retryAfterSeconds }),
      problem: problemBody(problem, this.locale),
    });
  }
}

/** The key of a line, for its answer, whatever else may be wrong with it. */
function keyIn(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { key } = given as { readonly key?: unknown };
  return typeof key === 'string' && isId(key) ? key : undefined;
}

function formOf(given: unknown): CommandLine {
  if (isPlainLine(given)) return given;
  const parsed = lineForm.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidFields((language) => fieldErrors(parsed.error, given, language, lineForm));
}
