import { DataError } from '../data/data-error.ts';
import { checkWorldReferences } from './check-world.ts';
import type { LearnerTruth } from './truth.ts';
import { parseLearner } from './parse-learner.ts';
import { LINES, lineNumbers, parseLine, type LineKind } from './world-lines.ts';
import {
  EVENT_TYPES,
  INTERVENTION_KINDS,
  TRUTH_COLUMNS,
  type ReviewFactColumns,
  type ReviewTruthColumns,
  type SimulatedWorld,
  type WorldFacts,
  type WorldTruth,
} from './world.ts';

const FORMAT = 'americano-world';
const VERSION = 1;

interface Header {
  readonly format: string;
  readonly version: number;
  readonly firstDay: number;
  readonly days: number;
  readonly lectures: number;
  /** Lines that follow of each kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * A world as lines of JSON, without line ends: a header (with the names of the columns), then one line a fact, then,
 * where asked for, the truth. `parseWorld` gives the same world back to the last bit.
 */
export function* serialiseWorld(
  world: SimulatedWorld,
  options: { readonly truth: boolean } = { truth: true },
): Generator<string> {
  const { facts } = world;
  const truth = options.truth ? world.truth : null;
  const rows = [...factRows(facts), ...(truth === null ? [] : truthRows(truth))];
  const counts = Object.fromEntries(rows.map(([kind, count]) => [kind, count]));
  const columns = Object.fromEntries(
    Object.entries(LINES).map(([kind, fields]) => [kind, fields.map(({ name }) => name)]),
  );
  const { firstDay, days, lectures } = facts;
  yield JSON.stringify({ format: FORMAT, version: VERSION, firstDay, days, lectures, counts, columns });
  for (const [kind, count, valuesOf] of rows)
    for (let row = 0; row < count; row += 1) yield JSON.stringify([kind, ...valuesOf(row)]);
  if (truth !== null) yield JSON.stringify(['learner', truth.learner]);
}

type Rows = readonly [kind: LineKind, count: number, valuesOf: (row: number) => readonly number[]];

function factRows(facts: WorldFacts): readonly Rows[] {
  const { objectives, cards, sessions, pauses, reviews, events, interventions } = facts;
  const none = (id: number | null): number => id ?? -1;
  return [
    ['objective', objectives.length, (row) => [objectives[row]!.lecture, ...objectives[row]!.prerequisites]],
    [
      'card',
      cards.objective.length,
      (row) => [cards.objective[row]!, cards.lecture[row]!, cards.format[row]!],
    ],
    [
      'session',
      sessions.length,
      (row) => {
        const { startedAt, endedAt, utcOffsetMin, studyDay } = sessions[row]!;
        return [startedAt, endedAt, utcOffsetMin, studyDay];
      },
    ],
    [
      'pause',
      pauses.length,
      (row) => {
        const { session, kind, at, utcOffsetMin, studyDay } = pauses[row]!;
        return [session, kind === 'resumed' ? 1 : 0, at, utcOffsetMin, studyDay];
      },
    ],
    [
      'review',
      reviews.at.length,
      (row) => LINES.review.map(({ name }) => reviews[name as keyof ReviewFactColumns][row]!),
    ],
    [
      'event',
      events.length,
      (row) => {
        const { type, at, utcOffsetMin, studyDay, session, lecture, objective } = events[row]!;
        const code = EVENT_TYPES.indexOf(type);
        return [code, at, utcOffsetMin, studyDay, none(session), none(lecture), none(objective)];
      },
    ],
    [
      'intervention',
      interventions.length,
      (row) => {
        const { objective, kind, applied, at, utcOffsetMin, studyDay, untilDay } = interventions[row]!;
        const code = INTERVENTION_KINDS.indexOf(kind);
        return [objective, code, applied ? 1 : 0, at, utcOffsetMin, studyDay, untilDay];
      },
    ],
  ];
}

function truthRows(truth: WorldTruth): readonly Rows[] {
  const { reviews, objectiveFactor, planted, cardFactor, overloadDays, interventionPoints } = truth;
  return [
    ['reviewTruth', reviews.recall.length, (row) => TRUTH_COLUMNS.map((name) => reviews[name][row]!)],
    ['objectiveTruth', planted.length, (row) => [objectiveFactor[row]!, planted[row]!]],
    ['cardTruth', cardFactor.length, (row) => [cardFactor[row]!]],
    ['overloadDay', overloadDays.length, (row) => [overloadDays[row]!]],
    ['interventionTruth', interventionPoints.length, (row) => [interventionPoints[row]!]],
  ];
}

/**
 * Reads a world back. Every number is held against its range, every id against the rows it names, the counts of the
 * header against the lines that came.
 * @param lines without their line ends, as `serialiseWorld` gives them
 * @throws DataError whose row is the line, counted from 0 (the header)
 */
export function parseWorld(lines: Iterable<string>): SimulatedWorld {
  let header: Header | undefined;
  let learner: LearnerTruth | undefined;
  const rows = new Map<string, number[][]>(Object.keys(LINES).map((kind) => [kind, []]));
  const lineNumbersOf = new Map<string, number[]>(Object.keys(LINES).map((kind) => [kind, []]));
  let line = 0;
  for (const text of lines) {
    const value = parseLine(text, line);
    if (header === undefined) header = readHeader(value);
    else {
      if (!Array.isArray(value)) throw new DataError('out_of_range', 'world', line, 'is not a list');
      const [kind, ...values] = value as readonly unknown[];
      if (kind === 'learner') {
        if (learner !== undefined) throw new DataError('length', 'learner', line, 'comes a second time');
        learner = parseLearner(values[0], line);
      } else {
        const known = typeof kind === 'string' ? rows.get(kind) : undefined;
        if (known === undefined) throw new DataError('out_of_range', 'world', line, 'is of no known kind');
        known.push(lineNumbers(kind as LineKind, values, line, kind === 'objective'));
        lineNumbersOf.get(kind as LineKind)?.push(line);
      }
    }
    line += 1;
  }
  if (header === undefined) throw new DataError('empty', 'world', null, 'has no header');
  const of = (kind: LineKind): readonly (readonly number[])[] => {
    const found = rows.get(kind) ?? [];
    const expected = header.counts[kind] ?? 0;
    if (found.length !== expected)
      throw new DataError('length', kind, null, `has ${found.length} lines, the header says ${expected}`);
    return found;
  };
  // The learner is the last line: a file that ends before it has lost its end.
  if (learner === undefined && (header.counts['reviewTruth'] ?? 0) > 0)
    throw new DataError('length', 'learner', line, 'is missing, though the header counts truth');
  const facts = factsOf(header, of);
  const truth = learner === undefined ? null : truthOf(learner, of);
  const world = { facts, truth };
  checkWorldReferences(world, (kind, row) => lineNumbersOf.get(kind)?.[row] ?? 0);
  return world;
}

function readHeader(value: unknown): Header {
  const header = value as Partial<Header> | null;
  if (typeof header !== 'object' || header === null || header.format !== FORMAT)
    throw new DataError('out_of_range', 'format', 0, `is not ${FORMAT}`);
  if (header.version !== VERSION) throw new DataError('out_of_range', 'version', 0, `is not ${VERSION}`);
  for (const field of ['firstDay', 'days', 'lectures'] as const)
    if (!Number.isSafeInteger(header[field]))
      throw new DataError('not_finite', field, 0, 'is not a whole number');
  const { counts } = header;
  if (
    typeof counts !== 'object' ||
    counts === null ||
    Object.values(counts).some((n) => !Number.isSafeInteger(n))
  )
    throw new DataError('not_finite', 'counts', 0, 'are not whole numbers');
  return header as Header;
}

type RowsOf = (kind: LineKind) => readonly (readonly number[])[];

function factsOf(header: Header, of: RowsOf): WorldFacts {
  const id = (value: number): number | null => (value < 0 ? null : value);
  const column = (kind: LineKind, field: number): number[] => of(kind).map((row) => row[field]!);
  const at = Float64Array.from(column('review', 1));
  const durationMs = Int32Array.from(column('review', 2));
  return {
    firstDay: header.firstDay,
    days: header.days,
    lectures: header.lectures,
    objectives: of('objective').map(([lecture, ...prerequisites]) => ({ lecture: lecture!, prerequisites })),
    cards: {
      objective: Int32Array.from(column('card', 0)),
      lecture: Int32Array.from(column('card', 1)),
      format: Uint8Array.from(column('card', 2)),
    },
    sessions: of('session').map(([startedAt, endedAt, utcOffsetMin, studyDay]) => ({
      startedAt: startedAt!,
      endedAt: endedAt!,
      utcOffsetMin: utcOffsetMin!,
      studyDay: studyDay!,
    })),
    pauses: of('pause').map(([session, resumed, instant, utcOffsetMin, studyDay]) => ({
      at: instant!,
      utcOffsetMin: utcOffsetMin!,
      studyDay: studyDay!,
      session: session!,
      kind: resumed === 1 ? ('resumed' as const) : ('paused' as const),
    })),
    reviews: {
      card: Int32Array.from(column('review', 0)),
      shownAt: at.map((answered, row) => answered - durationMs[row]!),
      at,
      durationMs,
      studyDay: Int32Array.from(column('review', 3)),
      utcOffsetMin: Int16Array.from(column('review', 4)),
      rating: Uint8Array.from(column('review', 5)),
      phase: Uint8Array.from(column('review', 6)),
      intervalSeconds: Float64Array.from(column('review', 7)),
      lastIntervalSeconds: Float64Array.from(column('review', 8)),
      session: Int32Array.from(column('review', 9)),
    },
    events: of('event').map(([type, instant, utcOffsetMin, studyDay, session, lecture, objective]) => ({
      at: instant!,
      utcOffsetMin: utcOffsetMin!,
      studyDay: studyDay!,
      type: EVENT_TYPES[type!]!,
      session: id(session!),
      lecture: id(lecture!),
      objective: id(objective!),
    })),
    interventions: of('intervention').map(
      ([objective, kind, applied, instant, utcOffsetMin, studyDay, untilDay]) => ({
        at: instant!,
        utcOffsetMin: utcOffsetMin!,
        studyDay: studyDay!,
        objective: objective!,
        kind: INTERVENTION_KINDS[kind!]!,
        applied: applied === 1,
        untilDay: untilDay!,
      }),
    ),
  };
}

function truthOf(learner: LearnerTruth, of: RowsOf): WorldTruth {
  const column = (kind: LineKind, field: number): Float64Array =>
    Float64Array.from(of(kind), (row) => row[field]!);
  const reviews = Object.fromEntries(
    TRUTH_COLUMNS.map((name, field) => [name, column('reviewTruth', field)]),
  ) as unknown as ReviewTruthColumns;
  return {
    learner,
    reviews,
    objectiveFactor: column('objectiveTruth', 0),
    planted: Uint8Array.from(column('objectiveTruth', 1)),
    cardFactor: column('cardTruth', 0),
    overloadDays: Int32Array.from(column('overloadDay', 0)),
    interventionPoints: column('interventionTruth', 0),
  };
}
