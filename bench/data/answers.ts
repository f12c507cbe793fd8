import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Answers } from '#ml/knowledge/answers.ts';

/** Text of a file, gzipped or not. */
export const readText = (path: string): string => {
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    // A mark of byte order is no part of the first name.
    return (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/u, '');
  } catch (error) {
    throw new Error(`${path} is cut short, or no gzip file`, { cause: error });
  }
};

/** One answered row of a file. */
export type AnswerRow = {
  learner: string;
  item: string;
  skill: string;
  outcome: number;
  shownAt: number;
  duration: number;
};

/** Numbers names in the order they come; the same for several files. */
export class Names {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

export type NamedThings = { items: Names; skills: Names };

/** Answers from rows, learner by learner in the order of their first rows; rows of a learner stay in their order. */
export const answersFrom = (
  rows: readonly AnswerRow[],
  { items, skills }: NamedThings,
  has: { times: boolean; durations: boolean },
): Answers => {
  const learners = new Map<string, AnswerRow[]>();
  for (const row of rows) {
    const own = learners.get(row.learner);
    if (own === undefined) learners.set(row.learner, [row]);
    else own.push(row);
  }
  const starts = [0];
  const ordered: AnswerRow[] = [];
  for (const own of learners.values()) {
    for (const row of own) ordered.push(row);
    starts.push(ordered.length);
  }
  return {
    starts: Int32Array.from(starts),
    items: Int32Array.from(ordered, ({ item }) => items.of(item)),
    skills: Int32Array.from(ordered, ({ skill }) => skills.of(skill)),
    outcomes: Uint8Array.from(ordered, ({ outcome }) => outcome),
    shownAt: has.times ? Float64Array.from(ordered, ({ shownAt }) => shownAt) : undefined,
    durations: has.durations ? Float64Array.from(ordered, ({ duration }) => duration) : undefined,
  };
};

const fail = (path: string, line: number, why: string): never => {
  throw new Error(`${path}, line ${line}: ${why}`);
};

/**
 * Puts the rows of each learner in the order they were shown. Rows of 0 have the moment of the row before them in the
 * file, or where there is none that of the first that has one: their order is all that is known.
 */
const inTime = (rows: AnswerRow[]): AnswerRow[] => {
  const before = new Map<string, number>();
  for (const row of rows)
    if (row.shownAt !== 0 && !before.has(row.learner)) before.set(row.learner, row.shownAt);
  const timed = rows.map((row) => {
    const shownAt = row.shownAt === 0 ? (before.get(row.learner) ?? 0) : row.shownAt;
    before.set(row.learner, shownAt);
    return { ...row, shownAt };
  });
  return timed.sort((a, b) => a.shownAt - b.shownAt);
};

/**
 * Columns of kt-assist09: user_id, item_id, timestamp (seconds, or 0 where only the order is known), correct, skill_id.
 * Rows may come in any order where they have moments: what comes later in time is never history.
 */
export const readTsv = (path: string, things: NamedThings): Answers => {
  const [header = '', ...lines] = readText(path).split(/\r?\n/u);
  const names = header.split('\t');
  const places = ['user_id', 'item_id', 'timestamp', 'correct', 'skill_id'].map((name) =>
    names.indexOf(name),
  );
  if (places.includes(-1))
    throw new Error(`${path} has no columns user_id, item_id, timestamp, correct and skill_id`);
  const rows: AnswerRow[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const values = line.split('\t');
    const [learner, item, at, outcome, skill] = places.map((place) => values[place]);
    if (
      learner === undefined ||
      item === undefined ||
      skill === undefined ||
      (outcome !== '0' && outcome !== '1')
    )
      return fail(path, index + 2, 'needs five values, correct being 0 or 1');
    const shownAt = Number(at) * 1000;
    if (!Number.isFinite(shownAt)) return fail(path, index + 2, `timestamp ${at} is no number`);
    rows.push({ learner, item, skill, outcome: Number(outcome), shownAt, duration: Number.NaN });
  }
  if (rows.length === 0) throw new Error(`${path} has no rows`);
  const times = rows.some(({ shownAt }) => shownAt !== 0);
  return answersFrom(times ? inTime(rows) : rows, things, { times, durations: false });
};
