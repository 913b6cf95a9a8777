import { fewAtOnce, remembered } from '#kernel/remembered';
import { languages } from './languages.js';
import type { DocumentLink, IatiActivity, Narratives } from './model.js';
import type { Setting } from './rule-book.js';
import { unwritableCharacter } from './xml.js';

/** Texts in their languages, documents, contacts; what the schema wants at least one of. */
export function checkTexts(activity: IatiActivity, { report }: Setting): void {
  checkStrings(activity, '', report);
  const mute = activity.lang === undefined ? languageless(activity, '') : undefined;
  if (mute !== undefined) report('4.1.1', mute);

  if (silent(activity.title)) report('4.3.1', '/title');
  if (activity.descriptions.length === 0) report('element-missing', '/descriptions');
  for (const [n, { text }] of activity.descriptions.entries()) if (silent(text)) report('4.4.1', `/descriptions/${n}/text`);
  if (silent(activity.reportingOrg.name)) report('text-missing', '/reportingOrg/name');
  if (activity.participatingOrgs.length === 0) report('element-missing', '/participatingOrgs');
  for (const [n, { text }] of (activity.conditions?.conditions ?? []).entries()) {
    if (silent(text)) report('text-missing', `/conditions/conditions/${n}/text`);
  }
  checkDocuments(activity.documents, '/documents', report);
  checkContacts(activity, report);
}

/** Documents of an activity or of a result. */
export function checkDocuments(documents: readonly DocumentLink[] | undefined, under: string, report: Setting['report']): void {
  for (const [n, document] of (documents ?? []).entries()) {
    const path = `${under}/${n}`;
    if (silent(document.title)) report('4.3.1', `${path}/title`);
    if (document.description && silent(document.description)) report('4.4.1', `${path}/description`);
    if (document.categories.length === 0) report('element-missing', `${path}/categories`);
    if (!isAddress(document.url)) report('address-unusable', `${path}/url`, document.url);
    for (const [each, language] of (document.languages ?? []).entries()) {
      if (!languages.has(language)) report('code-unknown', `${path}/languages/${each}`, language);
    }
  }
}

function checkContacts({ contacts }: IatiActivity, report: Setting['report']): void {
  for (const [n, contact] of (contacts ?? []).entries()) {
    const path = `/contacts/${n}`;
    for (const member of ['personName', 'jobTitle', 'telephones'] as const) {
      if (contact[member] && contact[member].length > 0) report('contact-person', `${path}/${member}`);
    }
    for (const [each, website] of (contact.websites ?? []).entries()) {
      if (!isAddress(website)) report('address-unusable', `${path}/websites/${each}`, website);
    }
  }
}

/** Whether nobody could read anything in it. */
export const silent = (texts: Narratives | undefined): boolean => !texts?.some(({ text }) => text.trim() !== '');

export const isAddress = (text: string): boolean => /^https?:\/\/[^\s/]+/.test(text);

/**
 * Every string under a value of the model: what XML cannot carry, texts without content, unknown languages. A value in which
 * nothing is wrong, as nearly all are, is gone through without making its path.
 */
export function checkStrings(value: object, path: string, report: Setting['report']): void {
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === 'string') checkString(member, name, path, report);
    else if (typeof member === 'object' && member !== null && !isSoundMember(name, member)) {
      checkStrings(member, `${path}/${name}`, report);
    }
  }
}

function checkString(text: string, name: string, path: string, report: Setting['report']): void {
  const wrong = unwritableCharacter(text);
  if (wrong) report('text-unwritable', `${path}/${name}`, wrong.character);
  if (name === 'text' && text.trim() === '') report('text-blank', `${path}/${name}`);
  if (name === 'lang' && !languages.has(text)) report('code-unknown', `${path}/${name}`, text);
}

/** Whether no string of a member, or under it, is wrong. */
function isSoundMember(name: string, member: unknown): boolean {
  if (typeof member === 'string') {
    if (unwritableCharacter(member)) return false;
    return (name !== 'text' || member.trim() !== '') && (name !== 'lang' || languages.has(member));
  }
  if (typeof member !== 'object' || member === null) return true;
  // Many transactions have the same parties, and two of two activities tell the same.
  return name === 'provider' || name === 'receiver' || name === 'description' ? isSoundPart(member) : isSound(member);
}

/** Whether no string under a value is wrong. */
function isSound(value: object): boolean {
  // The items of a list have no names: going through it as an object would make a text of the number of each.
  if (Array.isArray(value)) return (value as readonly unknown[]).every((item) => isSoundMember('', item));
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) if (!isSoundMember(name, members[name])) return false;
  return true;
}

const isSoundPart = remembered(isSound, fewAtOnce);

/** The first narrative without a language. Narratives are what has a `text` that is a string. */
function languageless(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('text' in value && typeof value.text === 'string') return 'lang' in value && value.lang !== undefined ? undefined : path;
  for (const [name, member] of Object.entries(value)) {
    const found = languageless(member, `${path}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
