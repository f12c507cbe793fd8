import { normalCdf } from '../numeric/special.ts';
import type { CellPosterior } from '../stats/cell-posterior.ts';
import { effectClaims } from '../stats/effect-claims.ts';
import { effectOf } from '../stats/effect-of.ts';
import { SMALLEST_RECALL_EFFECT } from './effect-table.ts';
import type { EffectPosteriors } from './effect-tables.ts';
import type { PersonalMemory } from './personal-memory.ts';

export type PatternKind =
  | 'OPTIMAL_STUDY_TIME'
  | 'PERFORMANCE_PEAK'
  | 'ATTENTION_CYCLE'
  | 'SESSION_DURATION_PREFERENCE'
  | 'CONTENT_TYPE_PREFERENCE'
  | 'FORGETTING_CURVE';

/** What a pattern is about: cells of a table, and whether they are better (1) or worse (−1). */
export interface PatternSubject {
  readonly kind: PatternKind;
  /** Hours, stretches, lengths or formats by number; empty of the forgetting curve. */
  readonly cells: readonly number[];
  readonly direction: 1 | -1;
}

/** What one analysis says of it. */
export interface Assessment {
  /** Points of recall / 100, with the 90 % interval. */
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** That the effect exceeds the smallest one worth telling in the direction claimed. */
  readonly confidence: number;
  readonly n: number;
}

export interface AssessedPattern extends PatternSubject, Assessment {}

type TableName = 'hours' | 'stretches' | 'lengths' | 'formats';

const TABLE_OF: Record<Exclude<PatternKind, 'FORGETTING_CURVE'>, TableName> = {
  OPTIMAL_STUDY_TIME: 'hours',
  PERFORMANCE_PEAK: 'hours',
  ATTENTION_CYCLE: 'stretches',
  SESSION_DURATION_PREFERENCE: 'lengths',
  CONTENT_TYPE_PREFERENCE: 'formats',
};

/** Of a forgetting curve beside the standard one: prior deviation of the difference in mean recall between learners. */
const FORGETTING_SPREAD = 0.05;
const RECORD_FROM = 0.6;
/** 90 % of a normal distribution lie within so many deviations. */
const NORMAL_90 = 1.645;

/**
 * Everything that may be recorded of a learner (from confidence .6), surest first. Single cells stand only where no window
 * of their table says the same.
 * @param memoryError standard error of the mean recall, as `recallError`
 */
export function claims(
  posteriors: EffectPosteriors,
  memory: PersonalMemory,
  memoryError: number,
): AssessedPattern[] {
  const ofTables = (
    Object.entries(TABLE_OF) as [Exclude<PatternKind, 'FORGETTING_CURVE'>, TableName][]
  ).flatMap(([kind, table]) => tableClaims(kind, posteriors[table]));
  const forgetting = forgettingAssessment(memory, memoryError);
  const found = forgetting === null || forgetting.confidence < RECORD_FROM ? [] : [forgetting];
  return [...ofTables, ...found].sort((a, b) => b.confidence - a.confidence);
}

function tableClaims(kind: PatternKind, posterior: CellPosterior | null): AssessedPattern[] {
  if (posterior === null) return [];
  const all = effectClaims(posterior, { recordFrom: RECORD_FROM });
  const windows = all.filter((claim) => claim.kind === 'window');
  const cells = all.filter(
    (claim) =>
      claim.kind === 'cell' &&
      !windows.some(
        ({ cells: of, direction }) => direction === claim.direction && of.includes(claim.cells[0]!),
      ),
  );
  const isHours = TABLE_OF[kind as keyof typeof TABLE_OF] === 'hours';
  const wanted = !isHours ? [...windows, ...cells] : kind === 'OPTIMAL_STUDY_TIME' ? windows : cells;
  return wanted.map(({ cells: of, direction, effect, low, high, confidence, n }) => ({
    kind,
    cells: of,
    direction,
    effect,
    low,
    high,
    confidence,
    n,
  }));
}

/**
 * What this analysis says of a pattern found earlier.
 * @returns null where it can say nothing: its cells have too few answers now
 */
export function reassess(
  subject: PatternSubject,
  posteriors: EffectPosteriors,
  memory: PersonalMemory,
  memoryError: number,
): Assessment | null {
  if (subject.kind === 'FORGETTING_CURVE') {
    const now = forgettingAssessment(memory, memoryError);
    if (now === null || now.direction === subject.direction) return now;
    return { ...now, confidence: 0 };
  }
  const posterior = posteriors[TABLE_OF[subject.kind]];
  if (posterior === null || subject.cells.length >= posterior.cells.length) return null;
  const estimate = effectOf(posterior, subject.cells);
  if (estimate === null) return null;
  const { effect, low, high, n, above, below } = estimate;
  return { effect, low, high, n, confidence: subject.direction === 1 ? above : below };
}

/** Mean recall less what the standard curve expects of the same answers, shrunken towards no difference. */
function forgettingAssessment({ curve, n }: PersonalMemory, error: number): AssessedPattern | null {
  if (curve === null || !(error > 0)) return null;
  const raw = curve.observed - curve.standard;
  const variance = 1 / (1 / error ** 2 + 1 / FORGETTING_SPREAD ** 2);
  const [effect, deviation] = [(raw * variance) / error ** 2, Math.sqrt(variance)];
  const direction = effect >= 0 ? 1 : -1;
  return {
    kind: 'FORGETTING_CURVE',
    cells: [],
    direction,
    effect,
    low: effect - NORMAL_90 * deviation,
    high: effect + NORMAL_90 * deviation,
    confidence: normalCdf((Math.abs(effect) - SMALLEST_RECALL_EFFECT) / deviation),
    n,
  };
}
