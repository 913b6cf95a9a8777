/** The namespace that the prefix `xml` always has; `xml:lang` belongs to it. */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/**
 * An element of a file that is being read. What a converter has read it takes off; what is left in the end was not
 * understood, and is reported. That is how nothing gets lost in silence.
 */
export class XmlElement {
  readonly children: XmlElement[] = [];
  /** The text directly inside, character data and CDATA together. */
  text = '';
  #taken = false;

  constructor(
    /** The local name; with its prefix when the element is of another namespace. */
    readonly name: string,
    /** Where its start tag stands, from 1. */
    readonly line: number,
    /** Whether it is of another namespace than IATI's own. */
    readonly foreign: boolean,
    /** By local name; `xml:lang` and those of other namespaces with their prefix. */
    readonly attributes: Map<string, string> = new Map(),
  ) {}

  /** Takes an attribute as it stands; undefined when it is absent or empty. */
  attribute(name: string): string | undefined {
    const value = this.attributes.get(name);
    this.attributes.delete(name);
    return value === '' ? undefined : value;
  }

  /** Takes an attribute without surrounding white space; undefined when nothing is left. */
  token(name: string): string | undefined {
    return this.attribute(name)?.trim() || undefined;
  }

  /** Takes the first child of that name that nobody took. */
  child(name: string): XmlElement | undefined {
    const found = this.children.find((each) => each.name === name && !each.#taken);
    if (found) found.#taken = true;
    return found;
  }

  /** Takes all children of that name that nobody took. */
  childrenNamed(name: string): XmlElement[] {
    const found = this.children.filter((each) => each.name === name && !each.#taken);
    for (const each of found) each.#taken = true;
    return found;
  }

  /** Takes the text. */
  content(): string {
    const text = this.text;
    this.text = '';
    return text;
  }

  /** Everything under this element that nobody took; an element that nobody took stands for all that is inside it. */
  *leftovers(path = ''): Generator<Leftover> {
    for (const [name, value] of this.attributes) {
      yield {
        rule: name.includes(':') ? 'foreign-not-read' : 'attribute-not-read',
        line: this.line,
        field: `${path}@${name}`,
        value,
      };
    }
    if (this.text.trim() !== '') {
      yield { rule: 'text-not-read', line: this.line, field: path.replace(/\/$/, '') || 'text()', value: this.text.trim() };
    }
    for (const each of this.children) {
      if (each.#taken) yield* each.leftovers(`${path}${each.name}/`);
      else
        yield {
          rule: each.foreign ? 'foreign-not-read' : 'element-not-read',
          line: each.line,
          field: path + each.name,
          value: each.summary(),
        };
    }
  }

  /** A few words of an element that was not read: its attributes, or else its text. */
  summary(): string {
    const attributes = [...this.attributes].map(([name, value]) => `${name}="${value}"`).join(' ');
    return attributes || this.text.trim() || this.children[0]?.summary() || '';
  }
}

export interface Leftover {
  readonly rule: 'foreign-not-read' | 'attribute-not-read' | 'text-not-read' | 'element-not-read';
  readonly line: number;
  readonly field: string;
  readonly value: string;
}
