import type { CellLayout } from '../stats/cell-layout.ts';
import type { CellPosterior } from '../stats/cell-posterior.ts';
import { effectTable, tablePosterior } from './effect-table.ts';
import type { MeasuredAnswers } from './measured-answers.ts';
import { cardMixing, withinCardsPosterior } from './within-cards.ts';

/** Local hours, cell h from h:00 to h:59. */
export const HOURS: CellLayout = {
  kind: 'circle',
  positions: Array.from({ length: 24 }, (_, hour) => hour),
  period: 24,
};

/** Minutes since the session began or the last break ended: where each stretch begins, and the middle it stands at. */
export const STRETCHES = [0, 10, 20, 30, 40, 60, 90] as const;
const STRETCH_LAYOUT: CellLayout = { kind: 'line', positions: [5, 15, 25, 35, 50, 75, 105] };

/** Minutes from the first to the last answer of a session (twin.md §2). */
export const LENGTHS = [0, 30, 40, 50, 60, 90] as const;
const LENGTH_LAYOUT: CellLayout = { kind: 'line', positions: [15, 35, 45, 55, 75, 105] };

const FORMATS: CellLayout = { kind: 'unordered' };

/** What is believed of each table; null where there is too little of it. */
export interface EffectPosteriors {
  readonly hours: CellPosterior | null;
  /** The same by kind of day, for the picture: nothing is told from them. */
  readonly weekdayHours: CellPosterior | null;
  readonly weekendHours: CellPosterior | null;
  readonly stretches: CellPosterior | null;
  readonly lengths: CellPosterior | null;
  readonly formats: CellPosterior | null;
}

/** From this mixing on cards and hours have as good as nothing to do with each other. */
const WELL_MIXED = 0.7;

/** The cell of every measured answer in each table, −1 for none: what is counted there, and what a count is traced to. */
export interface EffectCells {
  readonly hours: Int32Array;
  readonly weekdayHours: Int32Array;
  readonly weekendHours: Int32Array;
  readonly stretches: Int32Array;
  readonly lengths: Int32Array;
  readonly formats: Int32Array;
}

export function effectCells(answers: MeasuredAnswers): EffectCells {
  const cellsOf = (cellOf: (row: number) => number): Int32Array =>
    Int32Array.from({ length: answers.rows.length }, (_, row) => cellOf(row));
  const hour = (row: number): number => Math.floor(answers.hour[row]!);
  const minutes = sessionMinutes(answers);
  return {
    hours: cellsOf(hour),
    weekdayHours: cellsOf((row) => (answers.isWeekend[row] === 1 ? -1 : hour(row))),
    weekendHours: cellsOf((row) => (answers.isWeekend[row] === 1 ? hour(row) : -1)),
    stretches: cellsOf((row) => lastFrom(STRETCHES, answers.minutes[row]!)),
    lengths: cellsOf((row) => lastFrom(LENGTHS, minutes[row]!)),
    formats: Int32Array.from(answers.format),
  };
}

/** @param formatCount formats are numbered from 0 */
export function effectPosteriors(answers: MeasuredAnswers, formatCount: number): EffectPosteriors {
  const cells = effectCells(answers);
  const byCell = (cellOf: Int32Array, layout: CellLayout, size: number): CellPosterior | null =>
    tablePosterior(effectTable(answers, cellOf, size), layout);
  const isMixed = cardMixing(answers, cells.hours) >= WELL_MIXED;
  // Who has easy cards in the morning is not better in the morning: then every card is compared with itself.
  const byHour = (cellOf: Int32Array): CellPosterior | null =>
    isMixed ? byCell(cellOf, HOURS, 24) : withinCardsPosterior(answers, cellOf, 24, HOURS);
  // A card has one format: formats are compared between cards.
  const ofFormats = effectTable(
    { ...answers, expected: answers.expectedWithoutFormat },
    cells.formats,
    formatCount,
  );
  return {
    hours: byHour(cells.hours),
    weekdayHours: byHour(cells.weekdayHours),
    weekendHours: byHour(cells.weekendHours),
    stretches: byCell(cells.stretches, STRETCH_LAYOUT, STRETCHES.length),
    lengths: byCell(cells.lengths, LENGTH_LAYOUT, LENGTHS.length),
    formats: tablePosterior(ofFormats, FORMATS),
  };
}

/** The last of some rising bounds that a value has reached. */
export function lastFrom(bounds: readonly number[], value: number): number {
  let index = 0;
  while (index + 1 < bounds.length && value >= bounds[index + 1]!) index += 1;
  return index;
}

/** Minutes of the whole session each answer belongs to, as far as judged answers reach. */
function sessionMinutes({ session, minutes }: MeasuredAnswers): Float64Array {
  const longest = new Map<number, number>();
  for (let row = 0; row < session.length; row += 1)
    longest.set(session[row]!, Math.max(longest.get(session[row]!) ?? 0, minutes[row]!));
  return Float64Array.from(session, (id) => longest.get(id) ?? 0);
}
