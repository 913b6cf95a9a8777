import { Explained } from '#platform/explained';
import { type ContenderKind, type FigureKind, type ScenarioKind, type Suite, givenBy } from '../catalogue.js';

/** What of the catalogue is to be measured. */
export interface Choice {
  /** Ids, or beginnings of ids up to a dot; everything when absent. */
  readonly only?: readonly string[] | undefined;
  /** Without what the figures are set against. */
  readonly alone?: boolean;
  /** Without suites that are long: their sizes are not those of a quick run. */
  readonly quick?: boolean;
}

/**
 * The suites with the scenarios that are asked for, and those whose figures they are set against. Throws for an id that there is
 * not, and where a quick run would measure none of them.
 */
export function chosen(
  suites: readonly Suite[],
  figures: readonly FigureKind[],
  { only, alone = false, quick = false }: Choice,
): Suite[] {
  const fitting = suites.filter((suite) => !(quick && suite.long));
  if (only === undefined) return fitting;
  const fits = (id: string): boolean => only.some((each) => id === each || id.startsWith(`${each}.`));
  const ids = new Set(figures.map(({ id }) => id).filter(fits));
  const unknown = only.filter((each) => ![...ids].some((id) => id === each || id.startsWith(`${each}.`)));
  if (unknown.length > 0) throw new Explained(`no such figure: ${unknown.join(', ')}; --list names all`);
  if (!alone) for (const { id, against = [] } of figures) if (ids.has(id)) for (const other of against) ids.add(other);
  const wanted = (scenario: ScenarioKind): boolean => givenBy(scenario).some((id) => ids.has(id));
  const found = fitting
    .map((suite) => ({
      ...suite,
      contenders: suite.contenders
        .map((contender): ContenderKind => ({ ...contender, scenarios: contender.scenarios.filter(wanted) }))
        .filter(({ scenarios }) => scenarios.length > 0),
    }))
    .filter(({ contenders }) => contenders.length > 0);
  if (found.length === 0) throw new Explained(`a quick run leaves out ${only.join(', ')}`);
  return found;
}

/** The figures that suites are to give. */
export const idsOf = (suites: readonly Suite[]): string[] =>
  suites.flatMap(({ contenders }) => contenders.flatMap(({ scenarios }) => scenarios.flatMap(givenBy)));
