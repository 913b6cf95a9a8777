import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { findProjectRoot } from '#platform/project';
import { exampleAreas } from '../../apps/api/openapi/query-examples.js';
import { queries } from '../../apps/api/queries/queries.js';
import { makeExamples } from '../support/examples.js';

const folder = join(findProjectRoot(), 'apps', 'api', 'openapi', 'made');

let made: ReadonlyMap<string, string>;
beforeAll(async () => {
  made = await makeExamples();
  if (process.env['AYNI_WRITE_EXAMPLES'] === '1')
    for (const [area, text] of made) writeFileSync(join(folder, `${area}.json`), text);
});

test('every query has one example, and every example is of a query', () => {
  const named = Object.values(exampleAreas).flatMap(({ asked, stated = {} }) => [
    ...Object.keys(asked),
    ...Object.keys(stated),
  ]);
  expect(named.toSorted()).toEqual(queries.map(({ name }) => name).toSorted());
});

test.each(Object.keys(exampleAreas))('the examples of the area %s are what is answered now (npm run examples)', (area) => {
  expect(readFileSync(join(folder, `${area}.json`), 'utf8')).toBe(made.get(area));
});

test('there is no file of an area that there is not', () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(exampleAreas)
      .map((area) => `${area}.json`)
      .toSorted(),
  );
});

test.each(queries.map(({ name, answer }) => [name, answer] as const))(
  'the example of %s has the form of its answer',
  (name, form) => {
    const [area, { stated = {} }] = Object.entries(exampleAreas).find(
      ([, each]) => name in each.asked || name in (each.stated ?? {}),
    )!;
    const answers = JSON.parse(made.get(area)!) as Record<string, unknown>;
    expect(z.safeParse(form, stated[name] ? stated[name].answer : answers[name]).error?.issues ?? []).toEqual([]);
  },
);
