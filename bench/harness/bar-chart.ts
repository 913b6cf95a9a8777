/*
 * Horizontal bars as an SVG that can be read on light and on dark: text and lines take the colours of the reader's scheme. Every
 * bar has its name, its figure and the range of its rounds; dashed lines are what it is set against.
 */

/** Whose figure a bar is. */
export type BarKind = 'product' | 'peer' | 'limit';

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  readonly kind: BarKind;
  /** The least and the most of the rounds. */
  readonly range: readonly [low: number, high: number];
}

/** A dashed line over all bars. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** A chart. */
export interface BarChart {
  readonly title: string;
  /** What the figures are, and in which unit. */
  readonly axis: string;
  readonly bars: readonly Bar[];
  readonly lines: readonly Line[];
  /** Each step to the right is ten times as much; for figures that lie far apart. */
  readonly logarithmic?: boolean;
}

const width = 900;
const left = 250;
const right = 110;
const top = 64;
const barHeight = 18;
const rowHeight = 28;

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .axis { stroke: #59636e; stroke-opacity: 0.25; }
  .line { stroke: #59636e; stroke-dasharray: 5 4; }
  .whisker { stroke: #1f2328; stroke-width: 1.5; }
  .product { fill: #1a7f64; } .peer { fill: #b35900; } .limit { fill: #5b6b7f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #b1bac4; } .axis, .line { stroke: #b1bac4; } .whisker { stroke: #f0f6fc; }
    .product { fill: #3fb68b; } .peer { fill: #e39b4b; } .limit { fill: #8b9bb0; }
  }`;

/** The chart as the text of an SVG file. */
export function barChart(chart: BarChart): string {
  const scale = scaleOf(chart);
  const bottom = top + chart.bars.length * rowHeight;
  const height = bottom + 44 + 16 * chart.lines.length;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(chart.title)}">`,
    `<style>${style}</style>`,
    `<text class="title" x="16" y="26">${escaped(chart.title)}</text>`,
    `<text class="small" x="16" y="46">${escaped(chart.axis)}</text>`,
    ...legend(),
    ...scale.ticks.map(
      ({ at, text }) =>
        `<line class="axis" x1="${at}" x2="${at}" y1="${top - 6}" y2="${bottom}"/><text class="small" x="${at}" y="${bottom + 16}" text-anchor="middle">${text}</text>`,
    ),
    ...chart.bars.flatMap((bar, index) => barParts(bar, top + index * rowHeight, scale)),
    ...chart.lines.flatMap(({ at, text }, index) => {
      const [x, y] = [scale.x(at), bottom + 34 + 16 * index];
      return [
        `<line class="line" x1="${x}" x2="${x}" y1="${top - 6}" y2="${y - 10}"/>`,
        `<text class="small" x="${x}" y="${y}" text-anchor="${x > width / 2 ? 'end' : 'start'}">${escaped(text)}</text>`,
      ];
    }),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

interface Scale {
  readonly x: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

function scaleOf({ bars, lines, logarithmic = false }: BarChart): Scale {
  const values = [...bars.flatMap(({ value, range }) => [value, ...range]), ...lines.map(({ at }) => at)];
  const most = Math.max(...values, 1e-9);
  const span = width - left - right;
  const round = (value: number): number => Math.round(value * 10) / 10;
  if (logarithmic) {
    const from = Math.floor(Math.log10(Math.max(1e-3, 0.7 * Math.min(...values.filter((each) => each > 0)))));
    const to = Math.max(from + 1, Math.ceil(Math.log10(most)));
    const x = (value: number): number =>
      round(left + (Math.max(0, Math.log10(Math.max(value, 1e-9)) - from) / (to - from)) * span);
    const powers = Array.from({ length: to - from + 1 }, (_, n) => 10 ** (from + n));
    return { x, ticks: powers.map((value) => ({ at: x(value), text: shortened(value) })) };
  }
  const step = niceStep(most / 5);
  const end = Math.ceil(most / step) * step;
  const x = (value: number): number => round(left + (value / end) * span);
  return {
    x,
    ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, n) => ({ at: x(n * step), text: shortened(n * step) })),
  };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

const shortened = (value: number): string =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(Number(value.toPrecision(2)));

function barParts({ name, value, text, kind, range: [low, high] }: Bar, y: number, { x }: Scale): string[] {
  const middle = y + barHeight / 2;
  const end = Math.max(x(value), x(high));
  return [
    `<text x="${left - 10}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
    `<rect class="${kind}" x="${left}" y="${y}" width="${Math.max(1, x(value) - left).toFixed(1)}" height="${barHeight}" rx="2"/>`,
    ...(low === high ? [] : [`<line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${middle}" y2="${middle}"/>`]),
    `<text x="${end + 8}" y="${middle + 4}">${escaped(text)}</text>`,
  ];
}

const legend = (): string[] =>
  (
    [
      ['product', 'Ayni'],
      ['peer', 'others'],
      ['limit', 'what bounds it'],
    ] as const
  ).flatMap(([kind, text], index) => [
    `<rect class="${kind}" x="${width - 300 + index * 95}" y="36" width="11" height="11" rx="2"/>`,
    `<text class="small" x="${width - 284 + index * 95}" y="46">${text}</text>`,
  ]);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
