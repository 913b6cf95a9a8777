import { z } from 'zod';

/** A JSON Schema (2020-12, as OpenAPI 3.1 has it). */
export type JsonSchema = { [member: string]: unknown };

/** Collects schemas that have a name, so that a description says each once. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** The schema of what comes in (`input`) or goes out; named parts become references. */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $defs = {},
      $schema: _,
      ...own
    } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, each] of Object.entries($defs)) this.add(name, each);
    const { id, ...rest } = rewritten(own) as JsonSchema & { id?: string };
    if (id === undefined) return rest;
    this.schemas[id] ??= rest;
    return { $ref: `#/components/schemas/${id}` };
  }

  add(name: string, schema: JsonSchema): void {
    const { id: _, ...rest } = rewritten(schema) as JsonSchema;
    this.schemas[name] ??= rest;
  }
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string' ? member.replace('#/$defs/', '#/components/schemas/') : rewritten(member),
    ]),
  );
}

export const idSchema: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' };

/** A problem as RFC 9457 has it; the facts stand beside as further members. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. The figures that led to it are further members.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri', description: '`urn:ayni:problem:` and the stable code.' },
    title: { type: 'string', description: "In the reader's language; the same for every problem of a type." },
    status: { type: 'integer' },
    detail: { type: 'string', description: "In the reader's language, with the figures." },
    errors: {
      type: 'array',
      description: 'The wrong fields.',
      items: {
        type: 'object',
        required: ['field', 'rule', 'expected'],
        properties: {
          field: { type: 'string', description: 'Its path, e.g. `instalments[0].amount.currency`.' },
          value: { type: 'string', description: 'What came, as JSON, cut at 80 characters.' },
          rule: { type: 'string' },
          expected: { type: 'string' },
        },
      },
    },
  },
};
