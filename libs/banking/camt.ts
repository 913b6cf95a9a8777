import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { currency, isCurrency } from '#kernel/currency';
import { parseAmount } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dayAfter, isLocalDate } from '#kernel/time';
import { type BankLine, type BankStatement, StatementFault, checkSum } from './statement.js';

/** The messages that are read: ISO 20022 bank to customer statement, versions 2 to 12 are alike in what is taken here. */
const namespaces = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-2])$/;

/** What a file may hold. */
export const camtLimits = { entries: 100_000, depth: 32, text: 20_000 } as const;

/** A node of the part of the file that is being read. */
interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  readonly line: number;
  text: string;
}

/**
 * Reads a camt.053 file piece by piece; at most one entry of it is in memory as XML. Entries that are not booked are passed
 * over. A document type is refused, and with it every entity but XML's own. Throws `StatementFault`.
 */
export async function readCamt(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<BankStatement[]> {
  const reader = new CamtReader();
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    reader.write(decoded(decoder, chunk));
  }
  if (decoder) reader.write(decoded(decoder));
  return reader.end();
}

/** The decoder for the encoding that the declaration names, UTF-8 without one. */
function decoderFor(first: Uint8Array): TextDecoder {
  const start = Buffer.from(first.subarray(0, 200)).toString('latin1');
  const named = /^[\s\u00ef\u00bb\u00bf]*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
  const wide = first[0] === 0xff && first[1] === 0xfe ? 'utf-16le' : first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : '';
  try {
    return new TextDecoder(wide || named || 'utf-8', { fatal: true });
  } catch {
    throw new StatementFault('encoding', named ?? '');
  }
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new StatementFault('encoding', decoder.encoding);
  }
}

class CamtReader {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly open: Node[] = [];
  private readonly statements: BankStatement[] = [];
  private parts: Node[] = [];
  private lines: BankLine[] = [];
  private fault: StatementFault | undefined;

  constructor() {
    this.parser.on('error', (error) => this.fail(new StatementFault('not-xml', error.message, this.parser.line)));
    this.parser.on('doctype', () => this.fail(new StatementFault('document-type', '', this.parser.line)));
    this.parser.on('opentag', ({ local, uri, attributes }) => {
      const own = Object.fromEntries(Object.values(attributes).map((each) => [each.local, each.value]));
      this.opened(local, uri, own);
    });
    this.parser.on('text', (text) => this.text(text));
    this.parser.on('cdata', (text) => this.text(text));
    this.parser.on('closetag', () => this.closed());
  }

  write(text: string): void {
    this.parser.write(text);
    if (this.fault) throw this.fault;
  }

  end(): BankStatement[] {
    this.parser.close();
    if (this.fault) throw this.fault;
    if (this.statements.length === 0) throw new StatementFault('no-statement');
    return this.statements;
  }

  private fail(fault: StatementFault): void {
    this.fault ??= fault;
  }

  private opened(name: string, uri: string, attributes: Record<string, string>): void {
    if (this.fault) return;
    if (this.open.length === 0 && (name !== 'Document' || !namespaces.test(uri))) {
      return this.fail(new StatementFault('not-camt-053', uri || name, this.parser.line));
    }
    if (this.open.length >= camtLimits.depth) return this.fail(new StatementFault('too-large', name, this.parser.line));
    const node = { name, attributes, children: [], line: this.parser.line, text: '' };
    // Entries are taken one by one; what is above them is not kept.
    if (this.open.length > 3) this.open.at(-1)!.children.push(node);
    this.open.push(node);
  }

  private text(text: string): void {
    const node = this.open.at(-1);
    if (this.fault || !node) return;
    node.text += text;
    if (node.text.length > camtLimits.text) this.fail(new StatementFault('too-large', node.name, this.parser.line));
  }

  private closed(): void {
    const node = this.open.pop();
    if (this.fault || !node) return;
    try {
      if (this.open.at(-1)?.name === 'Stmt' && this.open.length === 3) this.part(node);
      else if (node.name === 'Stmt' && this.open.length === 2) this.statement(node);
    } catch (error) {
      if (!(error instanceof StatementFault)) throw error;
      this.fail(error);
    }
  }

  private part(node: Node): void {
    if (node.name !== 'Ntry') {
      this.parts.push(node);
      return;
    }
    this.lines.push(...linesOf(node));
    if (this.lines.length > camtLimits.entries) throw new StatementFault('too-large', 'Ntry', node.line);
  }

  private statement(node: Node): void {
    const { parts, lines } = this;
    [this.parts, this.lines] = [[], []];
    const statement = statementOf(parts, lines, node.line);
    checkSum(statement, statement.reference ?? `line ${node.line}`);
    this.statements.push(statement);
  }
}

function statementOf(parts: readonly Node[], lines: readonly BankLine[], line: number): BankStatement {
  const within: Node = { name: 'Stmt', attributes: {}, children: [...parts], line, text: '' };
  const balances = parts.filter((each) => each.name === 'Bal');
  const balance = (...codes: readonly string[]): Node => {
    const found = codes.map((code) => balances.find((each) => textAt(each, 'Tp', 'CdOrPrtry', 'Cd') === code)).find(Boolean);
    if (!found) throw new StatementFault('no-balance', codes.join(', '), line);
    return found;
  };
  // Banks that give no opening balance give the closing balance of the statement before.
  const opening = balance('OPBD', 'PRCD');
  const closing = balance('CLBD');
  const code = textAt(within, 'Acct', 'Ccy') ?? nodeAt(closing, 'Amt')?.attributes['Ccy'] ?? '';
  if (!isCurrency(code)) throw new StatementFault('no-currency', code, line);
  const account = textAt(within, 'Acct', 'Id', 'IBAN') ?? textAt(within, 'Acct', 'Id', 'Othr', 'Id');
  const reference = textAt(within, 'ElctrncSeqNb') ?? textAt(within, 'Id');
  const period = nodeAt(within, 'FrToDt');
  const closedOn = dateOf(closing, 'Dt');
  // Midnight after the last day is that day's end.
  const midnight = textAt(period ?? within, 'ToDtTm')?.startsWith(`${dayAfter(closedOn)}T00:00:00`) === true;
  const endsOn = midnight ? closedOn : ((period && dayAt(period, 'ToDtTm')) ?? closedOn);
  const first = (period && dayAt(period, 'FrDtTm')) ?? dateOf(opening, 'Dt');
  const booked = lines.map((each) => each.bookedOn).toSorted();
  return {
    ...present({ reference: reference?.slice(0, 60), account }),
    currency: code,
    // The balance before may be dated on the day before: the first line says when the statement begins.
    startsOn: textAt(opening, 'Tp', 'CdOrPrtry', 'Cd') === 'PRCD' && !period ? (booked[0] ?? endsOn) : first,
    endsOn,
    openingMinor: signedAmount(opening),
    closingMinor: signedAmount(closing),
    lines,
  };
}

/**
 * A booked entry; others have not happened yet. Status is a text in version 2 and a code in later ones. A batch that says what
 * each of its transactions comes to is a line for each; one that does not is one line.
 */
function linesOf(entry: Node): BankLine[] {
  const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  if (status !== 'BOOK') return [];
  const details = entry.children
    .filter((each) => each.name === 'NtryDtls')
    .flatMap((each) => each.children.filter((one) => one.name === 'TxDtls'));
  const whole = signedAmount(entry);
  const parts = details.map((each) => partOf(each, entry));
  const summed = parts.reduce<bigint>((total, part) => total + (part ?? 0n), 0n) === whole;
  if (details.length < 2 || !summed || parts.includes(undefined)) return [lineOf(entry, details, whole)];
  return details.map((each, index) => lineOf(entry, [each], parts[index]!));
}

/** What one transaction of a batch comes to, in the currency of the entry, where the file says it. */
function partOf(details: Node, entry: Node): bigint | undefined {
  const amount = nodeAt(details, 'Amt') ?? nodeAt(details, 'AmtDtls', 'TxAmt', 'Amt');
  if (!amount || amount.attributes['Ccy'] !== nodeAt(entry, 'Amt')?.attributes['Ccy']) return undefined;
  const side = nodeAt(details, 'CdtDbtInd') ?? nodeAt(entry, 'CdtDbtInd');
  return signedAmount({ ...details, children: [amount, ...(side ? [side] : [])] });
}

function lineOf(entry: Node, details: readonly Node[], amountMinor: bigint): BankLine {
  const one = details.length === 1 ? details[0] : undefined;
  const bookedOn = dateOf(entry, 'BookgDt');
  const code = ['Cd', 'Fmly/Cd', 'Fmly/SubFmlyCd']
    .map((path) => textAt(entry, 'BkTxCd', 'Domn', ...path.split('/')))
    .filter((each) => each !== undefined)
    .join('-');
  const party = one && nodeAt(one, 'RltdPties', amountMinor < 0n ? 'Cdtr' : 'Dbtr');
  const remittance = [
    ...details.flatMap((each) => nodeAt(each, 'RmtInf')?.children ?? []).flatMap(remittanceText),
    ...details.flatMap(returnText),
  ];
  const member = <Name extends string>(name: Name, text: string | undefined, longest: number) =>
    (text === undefined || text.trim() === '' ? {} : { [name]: text.trim().slice(0, longest) }) as { [Key in Name]?: string };
  const ownReference = one && textAt(one, 'Refs', 'AcctSvcrRef');
  const endToEnd = one && textAt(one, 'Refs', 'EndToEndId');
  return {
    bookedOn,
    valueDate: nodeAt(entry, 'ValDt') ? dateOf(entry, 'ValDt') : bookedOn,
    amountMinor,
    ...member('reference', ownReference ?? textAt(entry, 'AcctSvcrRef') ?? textAt(entry, 'NtryRef'), 60),
    ...member('endToEndId', endToEnd === 'NOTPROVIDED' ? undefined : endToEnd, 60),
    ...member('code', code || textAt(entry, 'BkTxCd', 'Prtry', 'Cd'), 40),
    ...member('remittance', remittance.join(' ') || textAt(entry, 'AddtlNtryInf'), 1000),
    ...member('counterparty', party && (textAt(party, 'Nm') ?? textAt(party, 'Pty', 'Nm')), 200),
  };
}

/** Why a payment came back: the code of the bank, and what it wrote. */
function returnText(details: Node): string[] {
  const found = nodeAt(details, 'RtrInf');
  const reason = found && (textAt(found, 'Rsn', 'Cd') ?? textAt(found, 'Rsn', 'Prtry'));
  const written = (found?.children ?? []).filter((each) => each.name === 'AddtlInf').map((each) => each.text.trim());
  return [reason, ...written].filter((each) => each !== undefined && each !== '') as string[];
}

/** What was written, or the reference that was given in its place. */
const remittanceText = (node: Node): string[] =>
  node.name === 'Ustrd' ? [node.text.trim()] : [textAt(node, 'CdtrRefInf', 'Ref')].filter((each) => each !== undefined);

/** An amount with the sign that its indicator gives it. */
function signedAmount(node: Node): bigint {
  const amount = nodeAt(node, 'Amt');
  const code = amount?.attributes['Ccy'] ?? '';
  const text = amount?.text.trim() ?? '';
  const side = textAt(node, 'CdtDbtInd');
  // Banks write five decimals, or none, of any currency.
  const plain = text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  const minor = isCurrency(code) ? parseAmount(plain, currency(code)) : 'not-a-decimal';
  if (typeof minor === 'string' || minor < 0n || (side !== 'CRDT' && side !== 'DBIT')) {
    throw new StatementFault('not-an-amount', `${text} ${code} ${side ?? ''}`.trim(), node.line);
  }
  return side === 'DBIT' ? -minor : minor;
}

/** The date of a member that holds `Dt` or `DtTm`. */
function dateOf(node: Node, member: string): LocalDate {
  const at = nodeAt(node, member);
  const day = (textAt(node, member, 'Dt') ?? textAt(node, member, 'DtTm'))?.slice(0, 10) ?? '';
  if (!isLocalDate(day)) throw new StatementFault('no-date', day || member, at?.line ?? node.line);
  return day;
}

function dayAt(node: Node, member: string): LocalDate | undefined {
  const day = textAt(node, member)?.slice(0, 10) ?? '';
  return isLocalDate(day) ? day : undefined;
}

function nodeAt(node: Node, ...path: readonly string[]): Node | undefined {
  let at: Node | undefined = node;
  for (const name of path) at = at?.children.find((each) => each.name === name);
  return at;
}

function textAt(node: Node, ...path: readonly string[]): string | undefined {
  const text = nodeAt(node, ...path)?.text.trim();
  return text === '' ? undefined : text;
}
