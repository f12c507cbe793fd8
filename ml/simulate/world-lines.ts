import { DataError } from '../data/data-error.ts';

/** One field of a line: its name and the range of its value. */
export interface LineField {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly integer: boolean;
}

const MAX_AT = 8_640_000_000_000_000;
const MAX_ID = 10_000_000;
const whole = (name: string, low: number, high: number): LineField => ({ name, low, high, integer: true });
const real = (name: string, low: number, high: number): LineField => ({ name, low, high, integer: false });
const studyDay = whole('studyDay', -1_000_000, 1_000_000);
const utcOffsetMin = whole('utcOffsetMin', -720, 840);
const probability = (name: string): LineField => real(name, 0, 1);
const difference = (name: string): LineField => real(name, -3, 3);
/** −1 stands for none. */
const idOrNone = (name: string): LineField => whole(name, -1, MAX_ID);

/**
 * What the numbers of each kind of line are, in their order; the header of a file repeats the names. A line is
 * [kind, …numbers]; an objective's prerequisites follow its numbers.
 */
export const LINES = {
  objective: [whole('lecture', 0, MAX_ID)],
  card: [whole('objective', 0, MAX_ID), whole('lecture', 0, MAX_ID), whole('format', 0, 3)],
  session: [whole('startedAt', 0, MAX_AT), whole('endedAt', 0, MAX_AT), utcOffsetMin, studyDay],
  pause: [
    whole('session', 0, MAX_ID),
    whole('resumed', 0, 1),
    whole('at', 0, MAX_AT),
    utcOffsetMin,
    studyDay,
  ],
  review: [
    whole('card', 0, MAX_ID),
    whole('at', 0, MAX_AT),
    whole('durationMs', 0, 86_400_000),
    studyDay,
    utcOffsetMin,
    whole('rating', 1, 4),
    whole('phase', 0, 4),
    whole('intervalSeconds', -36_500 * 86_400, 36_500 * 86_400),
    whole('lastIntervalSeconds', -36_500 * 86_400, 36_500 * 86_400),
    whole('session', 0, MAX_ID),
  ],
  event: [
    whole('type', 0, 6),
    whole('at', 0, MAX_AT),
    utcOffsetMin,
    studyDay,
    idOrNone('session'),
    idOrNone('lecture'),
    idOrNone('objective'),
  ],
  intervention: [
    whole('objective', 0, MAX_ID),
    whole('kind', 0, 5),
    whole('applied', 0, 1),
    whole('at', 0, MAX_AT),
    utcOffsetMin,
    studyDay,
    whole('untilDay', -1_000_000, 1_010_000),
  ],
  reviewTruth: [
    probability('recall'),
    probability('baseline'),
    difference('hour'),
    difference('fatigue'),
    difference('overload'),
    difference('format'),
    difference('drift'),
    difference('help'),
  ],
  objectiveTruth: [real('factor', -100, 100), whole('planted', 0, 1)],
  cardTruth: [real('factor', -100, 100)],
  overloadDay: [studyDay],
  interventionTruth: [real('points', -100, 100)],
} as const satisfies Readonly<Record<string, readonly LineField[]>>;

export type LineKind = keyof typeof LINES;

/** Longest line read, in characters; the longest written (a learner) has a few thousand. */
const MAX_LINE = 100_000;
/** Most lines read. */
const MAX_LINES = 50_000_000;

/**
 * The JSON of a line.
 * @throws DataError naming the line (counted from 0) when it is too long, one too many or not JSON
 */
export function parseLine(text: string, line: number): unknown {
  if (line >= MAX_LINES) throw new DataError('out_of_range', 'world', line, `more than ${MAX_LINES} lines`);
  if (text.length > MAX_LINE)
    throw new DataError('out_of_range', 'world', line, `longer than ${MAX_LINE} characters`);
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError('out_of_range', 'world', line, 'not JSON');
  }
}

/**
 * The numbers of a line of a kind, each within its range.
 * @param extra whether more whole numbers may follow (prerequisites)
 * @throws DataError naming kind, field and line
 */
export function lineNumbers(
  kind: LineKind,
  values: readonly unknown[],
  line: number,
  extra = false,
): number[] {
  const fields: readonly LineField[] = LINES[kind];
  if (values.length < fields.length || (!extra && values.length > fields.length))
    throw new DataError('length', kind, line, `has ${values.length} values, needs ${fields.length}`);
  return values.map((value, index) => {
    const field = fields[index] ?? whole('prerequisite', 0, MAX_ID);
    const column = `${kind}.${field.name}`;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new DataError('not_finite', column, line, 'is not a finite number');
    if (value < field.low || value > field.high)
      throw new DataError(
        'out_of_range',
        column,
        line,
        `${value} is not between ${field.low} and ${field.high}`,
      );
    if (field.integer && !Number.isInteger(value))
      throw new DataError('out_of_range', column, line, `${value} is not a whole number`);
    return value;
  });
}
