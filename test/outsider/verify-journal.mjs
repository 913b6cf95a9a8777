// Checks a journal file of a book: written from docs/formats/journal.md alone, with nothing but Node itself. It stands in
// for verify_journal.py where there is no Python, and is called and answers in the same way:
//
//   node verify-journal.mjs FILE [--book BOOK] [--head SIZE:ROOT]...

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafOf = (record) => sha256(Buffer.of(0), record);

/** Section 4, by the definition with k: slow, and nothing like a frontier. */
function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

const letters = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

function writeText(text) {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate');
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (letters[text[i]]) out += letters[text[i]];
    else if (unit < 0x20) out += `\\u00${unit.toString(16).padStart(2, '0')}`;
    else out += text[i];
  }
  return `${out}"`;
}

function beforeByUnits(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i);
  }
  return a.length - b.length;
}

/** Section 3. */
function write(value) {
  if (value === null || typeof value === 'boolean') return `${value}`;
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer in range: ${value}`);
    return BigInt(value).toString();
  }
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  const names = Object.keys(value).toSorted(beforeByUnits);
  return `{${names.map((name) => `${writeText(name)}:${write(value[name])}`).join(',')}}`;
}

const isText = (value) => typeof value === 'string' && value !== '';
const isCount = (value) => Number.isSafeInteger(value) && value >= 1;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const matches = (pattern) => (value) => typeof value === 'string' && pattern.test(value);
const isBook = matches(/^[A-Za-z0-9_-]{1,64}$/);

function isDate(value) {
  if (!matches(/^\d{4}-\d\d-\d\d$/)(value) || value.startsWith('0000')) return false;
  const [year, month, day] = value.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

const isTime = (value) => matches(/^.{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/)(value) && isDate(value.slice(0, 10));

const fits = (form) => (value) => isObject(value) && wrongMembers(value, form).length === 0;

/** Section 2: the names of members that are wrong, missing or strange. A form's name ends in `?` where it may be absent. */
function wrongMembers(object, form) {
  const wrong = Object.keys(object).filter((name) => !Object.hasOwn(form, name) && !Object.hasOwn(form, `${name}?`));
  for (const [key, holds] of Object.entries(form)) {
    const name = key.replace('?', '');
    const there = Object.hasOwn(object, name);
    if (there ? !holds(object[name]) : !key.endsWith('?')) wrong.push(name);
  }
  return wrong;
}

const isBasis = (value) => Array.isArray(value) && value.every(fits({ book: isBook, position: isCount }));

const recordForm = {
  book: isBook,
  position: isCount,
  stream: matches(/^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$/),
  version: isCount,
  type: isText,
  schemaVersion: isCount,
  valueDate: isDate,
  recordedAt: isTime,
  actor: isText,
  authority: fits({ role: isText, 'body?': isText, 'minute?': isText }),
  commandId: isText,
  'correlationId?': isText,
  'causationId?': isText,
  'basis?': isBasis,
  data: isObject,
};

/** The rules of section 7 that a line (bytes, without its line feed) breaks; adds its leaf to `book.leaves`. */
function judge(line, book) {
  const text = line.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(line)) return ['utf-8'];
  const end = /^,"leafHash":"([0-9a-f]{64})"\}$/.exec(text.slice(-79));
  if (!end || !text.startsWith('{')) return ['line'];
  const record = `${text.slice(0, -79)}}`;
  const leaf = leafOf(Buffer.from(record, 'utf8'));
  book.leaves.push(leaf);
  const broken = leaf.toString('hex') === end[1] ? [] : ['leaf-hash'];
  let value;
  try {
    value = JSON.parse(record);
    if (!isObject(value)) throw new TypeError('not an object');
    if (write(value) !== record) broken.push('canonical');
  } catch (error) {
    return [...broken, `canonical: ${error.message}`];
  }
  for (const name of wrongMembers(value, recordForm)) broken.push(`member: ${name}`);
  book.name ??= value.book;
  if (value.book !== book.name) broken.push('book');
  if (value.position !== book.position + 1) broken.push(`position: after ${book.position} comes ${value.position}`);
  const last = book.versions.get(value.stream) ?? 0;
  if (value.version !== last + 1) broken.push(`version: after ${last} comes ${value.version}`);
  if (!(value.recordedAt > book.recordedAt)) broken.push(`recorded-at: not after ${book.recordedAt}`);
  book.position = isCount(value.position) ? value.position : book.position + 1;
  book.versions.set(value.stream, isCount(value.version) ? value.version : last + 1);
  book.recordedAt = value.recordedAt;
  return broken;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { book: { type: 'string' }, head: { type: 'string', multiple: true, default: [] } },
});
const book = { name: values.book, position: 0, recordedAt: '', versions: new Map(), leaves: [] };
const findings = [];
const bytes = readFileSync(positionals[0]);
let number = 0;
for (let start = 0; start < bytes.length;) {
  const feed = bytes.indexOf(0x0a, start);
  const end = feed < 0 ? bytes.length : feed;
  number += 1;
  const broken = judge(bytes.subarray(start, end), book);
  if (feed < 0) broken.push('line: no line feed at the end');
  findings.push(...broken.map((rule) => `line ${number}: ${rule}`));
  start = end + 1;
}
for (const head of values.head) {
  const [size, root] = head.split(':');
  const reached = book.leaves.length < Number(size) ? 'none' : rootOf(book.leaves.slice(0, Number(size))).toString('hex');
  if (reached !== root) findings.push(`end: head: size ${size} has root ${reached}`);
}
for (const finding of findings) console.log(finding);
console.log(`${book.leaves.length} ${rootOf(book.leaves).toString('hex')}`);
process.exitCode = findings.length > 0 ? 1 : 0;
