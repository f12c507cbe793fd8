import { uniformInteger } from '#ml/random/distributions.ts';
import type { Random } from '#ml/random/random.ts';
import type { CellLayout } from '#ml/stats/cell-layout.ts';

const firstHour = 7;
const hours = 16;
const answersPerHour = 120;

/** One table of cells of one learner. */
export type Table = { layout: CellLayout; counts: readonly number[]; effects: readonly number[] };
export type World = {
  what: string;
  tables: (random: Random) => Table[];
  /** Added to every answer's probability, unknown to the memory model. */
  shift?: number;
  /** Standard deviation of a session's own shift; sessions have 20 answers of one cell. */
  moods?: number;
  /** Whether the analysis is told which answers come from one session. */
  knowsSessions?: boolean;
  /** `null`: no more learners may be told something than a process of 5 % would tell (upper 99 % bound). */
  kind: 'null' | 'unjudged' | 'planted';
};

export const range = <T>(length: number, of: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => of(index));
const wakingHours: CellLayout = {
  kind: 'circle',
  positions: range(hours, (cell) => firstHour + cell),
  period: 24,
};
const hourTable = (effectAt: (cell: number) => number = () => 0, answers = answersPerHour): Table => ({
  layout: wakingHours,
  counts: range(hours, () => answers),
  effects: range(hours, effectAt),
});
const flat = (layout: CellLayout, counts: readonly number[]): Table => ({
  layout,
  counts,
  effects: counts.map(() => 0),
});

/** Best at an hour drawn from all 24, if none is given. */
const cosine =
  (amplitude: number, bestHour?: number) =>
  (random: Random): Table[] => {
    const best = bestHour ?? 24 * random.unit();
    return [hourTable((cell) => amplitude * Math.cos((2 * Math.PI * (firstHour + cell - best)) / 24))];
  };
const block =
  (size: number, width: number) =>
  (random: Random): Table[] => {
    const first = uniformInteger(random, 0, hours - width);
    return [hourTable((cell) => (cell >= first && cell < first + width ? size : 0))];
  };
const uneven = [
  0, 0, 0, 3, 8, 15, 25, 40, 60, 100, 150, 200, 220, 260, 240, 200, 180, 150, 140, 120, 90, 60, 30, 10,
];
const formats = (answers: number): Table =>
  flat(
    { kind: 'unordered' },
    range(7, () => answers),
  );

/** Judged by `stats.ts`; effects in recall. */
export const statsWorlds: readonly World[] = [
  { what: 'none', kind: 'null', tables: () => [hourTable()] },
  { what: 'none, memory model 3 points too high', kind: 'null', shift: -0.03, tables: () => [hourTable()] },
  {
    what: 'none, 24 hours of 0 to 260 answers',
    kind: 'null',
    tables: () => [flat({ kind: 'circle', positions: range(24, (hour) => hour), period: 24 }, uneven)],
  },
  {
    what: 'none, 6 stretches of a session',
    kind: 'null',
    tables: () => [
      flat(
        { kind: 'line', positions: [15, 35, 45, 55, 75, 100] },
        range(6, () => answersPerHour),
      ),
    ],
  },
  { what: 'none, 7 formats', kind: 'null', tables: () => [formats(answersPerHour)] },
  {
    what: 'none, hours of weekdays, of weekends, formats',
    kind: 'null',
    tables: () => [hourTable(undefined, 85), hourTable(undefined, 35), formats(270)],
  },
  {
    what: 'none, sessions ± 5, sessions known',
    kind: 'null',
    moods: 0.05,
    knowsSessions: true,
    tables: () => [hourTable()],
  },
  {
    what: 'none, sessions ± 5, taken for independent',
    kind: 'unjudged',
    moods: 0.05,
    tables: () => [hourTable()],
  },
  { what: 'daily cosine 3', kind: 'planted', tables: cosine(0.03) },
  { what: 'daily cosine 5', kind: 'planted', tables: cosine(0.05) },
  { what: 'daily cosine 5, best at 14:30', kind: 'planted', tables: cosine(0.05, 14.5) },
  { what: 'daily cosine 8', kind: 'planted', tables: cosine(0.08) },
  {
    what: 'daily cosine 5, sessions ± 5, known',
    moods: 0.05,
    knowsSessions: true,
    kind: 'planted',
    tables: cosine(0.05),
  },
  { what: 'one hour +5', kind: 'planted', tables: block(0.05, 1) },
  { what: 'one hour +8', kind: 'planted', tables: block(0.08, 1) },
  { what: 'one hour −8', kind: 'planted', tables: block(-0.08, 1) },
  { what: 'three hours +5', kind: 'planted', tables: block(0.05, 3) },
  { what: 'three hours +8', kind: 'planted', tables: block(0.08, 3) },
  { what: 'three hours −8', kind: 'planted', tables: block(-0.08, 3) },
];
