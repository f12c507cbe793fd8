import type { AssessedPattern, Assessment, PatternKind, PatternSubject } from '#ml/learner/claims.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { derivedUid } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

export type PatternRow = { id: number; kind: PatternKind; key: string };
type AssessmentRow = { at: number; confidence: number; effect: number; low: number; high: number; n: number };

/** A pattern as it was first recorded, with the row it has. */
export type KnownPattern = PatternSubject & { readonly id: number };

const patternRows = statement<Record<string, never>, PatternRow>(
  'twin.patterns',
  'SELECT id, kind, key FROM behavioral_patterns ORDER BY created_at DESC, id DESC LIMIT 300',
);
const patternByKey = statement<{ kind: string; key: string }, { id: number }>(
  'twin.patternByKey',
  'SELECT id FROM behavioral_patterns WHERE kind = @kind AND key = @key',
);
const lastAssessments = statement<{ pattern: number }, AssessmentRow>(
  'twin.lastAssessments',
  `SELECT at, confidence, effect, low, high, n FROM pattern_assessments WHERE pattern_id = @pattern
   ORDER BY study_day DESC LIMIT 3`,
);
const assessedOn = statement<{ pattern: number; day: number }, { n: number }>(
  'twin.assessedOn',
  'SELECT count(*) AS n FROM pattern_assessments WHERE pattern_id = @pattern AND study_day = @day',
);

/** Under it a pattern fades; after so many analyses in a row without support too. */
const FADES_UNDER = 0.4;
const SUPPORT_FROM = 0.6;
const UNSUPPORTED = 3;
const TELL_FROM = 0.7;
const MOST_LIVE = 100;

/** What the key of a pattern says: 'better:9,10,11'. */
const keyOf = ({ cells, direction }: PatternSubject): string =>
  `${direction === 1 ? 'better' : 'worse'}:${cells.join(',')}`;

export const subjectOf = ({ kind, key }: PatternRow): PatternSubject => {
  const [side, cells = ''] = key.split(':');
  return {
    kind,
    direction: side === 'better' ? 1 : -1,
    cells: cells === '' ? [] : cells.split(',').map(Number),
  };
};

/** Patterns found so far, the newest first: an analysis assesses each again. */
export const knownPatterns = (reader: StoreReader): KnownPattern[] =>
  reader.all(patternRows, {}).map((row) => ({ id: row.id, ...subjectOf(row) }));

export type PatternState = 'told' | 'recorded' | 'faded';

/** Where a pattern stands by its last assessments, the newest first. */
export const stateOf = (confidences: readonly number[]): PatternState => {
  const [now = 0] = confidences;
  const unsupported =
    confidences.length >= UNSUPPORTED && confidences.slice(0, UNSUPPORTED).every((one) => one < SUPPORT_FROM);
  if (now < FADES_UNDER || unsupported) return 'faded';
  return now >= TELL_FROM ? 'told' : 'recorded';
};

/** Half of the cells of the smaller one are those of the other: the same pattern, found again a little wider or narrower. */
const overlaps = (a: PatternSubject, b: PatternSubject): boolean => {
  if (a.kind !== b.kind || a.direction !== b.direction) return false;
  const shared = a.cells.filter((cell) => b.cells.includes(cell)).length;
  return 2 * shared >= Math.min(a.cells.length, b.cells.length);
};

/**
 * Keeps what an analysis said of patterns: an assessment of each known one, and those that are new. A day has one
 * assessment of a pattern; the first stays.
 */
export const storePatterns = (
  tx: WriteTransaction,
  { clock }: Pick<Store, 'clock'>,
  known: readonly KnownPattern[],
  found: readonly AssessedPattern[],
  reassessed: readonly (Assessment | null)[],
): void => {
  const { utcOffsetMin, studyDay } = localMoment(tx.now, clock, readSettings(tx));
  const moment = { utc_offset_min: utcOffsetMin, study_day: studyDay };
  const assess = (pattern: number, name: string, { effect, low, high, confidence, n }: Assessment): void => {
    if ((tx.get(assessedOn, { pattern, day: studyDay })?.n ?? 0) > 0) return;
    tx.insertRow('pattern_assessments', {
      uid: derivedUid('pattern_assessments', name, String(studyDay)),
      at: tx.now,
      ...moment,
      pattern_id: pattern,
      effect,
      low,
      high,
      confidence,
      n,
      detail: '{}',
    });
  };
  const live = known.filter(({ id }) => patternState(tx, id).state !== 'faded');
  for (const [index, pattern] of known.entries()) {
    const assessment = reassessed[index] ?? null;
    if (assessment !== null && live.includes(pattern))
      assess(pattern.id, `${pattern.kind}|${keyOf(pattern)}`, assessment);
  }
  let room = MOST_LIVE - live.length;
  for (const pattern of found) {
    if (room <= 0 || live.some((one) => overlaps(one, pattern))) continue;
    const key = keyOf(pattern);
    const name = `${pattern.kind}|${key}`;
    const id =
      tx.get(patternByKey, { kind: pattern.kind, key })?.id ??
      tx.insertRow('behavioral_patterns', {
        uid: derivedUid('behavioral_patterns', pattern.kind, key),
        kind: pattern.kind,
        key,
        created_at: tx.now,
        ...moment,
      });
    assess(id, name, pattern);
    room -= 1;
  }
  tx.changed('behavioral_patterns', 'pattern_assessments');
};

const patternState = (
  reader: StoreReader,
  pattern: number,
): { state: PatternState; last: AssessmentRow | undefined } => {
  const rows = reader.all(lastAssessments, { pattern });
  return { state: stateOf(rows.map(({ confidence }) => confidence)), last: rows[0] };
};

/** Patterns that are not faded, the surest first, each with its last assessment. */
export const livePatterns = (
  reader: StoreReader,
): (PatternSubject & Assessment & { state: PatternState; assessedAt: number })[] =>
  knownPatterns(reader)
    .flatMap(({ id, ...subject }) => {
      const { state, last } = patternState(reader, id);
      if (last === undefined || state === 'faded') return [];
      const { at, ...assessment } = last;
      return [{ ...subject, ...assessment, state, assessedAt: at }];
    })
    .toSorted((a, b) => b.confidence - a.confidence);
