/**
 * The countries of DAC regions in Latin America and the Caribbean, as the OECD lists recipients; the regions are IATI's list
 * Region. 389 and 498 contain others.
 */
const members: Readonly<Record<string, string>> = {
  '489': 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
  '1031': 'AG AI AW BB BS CU CW DM DO GD GP HT JM KN KY LC MQ MS PR SX TC TT VC VG VI',
  '1032': 'BZ CR GT HN MX NI PA SV',
};
const countries: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...members,
    '380': members['1031']!,
    '389': `${members['1031']} ${members['1032']}`,
    '498': Object.values(members).join(' '),
  }).map(([region, list]) => [region, list.split(' ')]),
);

/** What a search for a territory finds besides its parts: of a country its regions, of a region its countries and theirs. */
export function around(territory: string): readonly string[] {
  const country = territory.slice(0, 2);
  const regions = [...countries].filter(([, list]) => list.includes(country)).map(([region]) => region);
  const inside = countries.get(territory) ?? [];
  const within = [...countries]
    .filter(([, list]) => inside.length > 0 && list.every((each) => inside.includes(each)))
    .map(([region]) => region);
  return [...new Set([territory, ...regions, ...inside, ...within])];
}
