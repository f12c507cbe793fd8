import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { seededRandom } from '../random/random.ts';
import { claims, reassess, type AssessedPattern, type Assessment, type PatternSubject } from './claims.ts';
import { effectTable } from './effect-table.ts';
import { effectPosteriors } from './effect-tables.ts';
import { habits, type Habits } from './habits.ts';
import { measuredAnswers, type MeasuredAnswers } from './measured-answers.ts';
import { pace, type PaceKind } from './pace.ts';
import { personalMemory, type PersonalMemory } from './personal-memory.ts';
import { cellEffect, rhythm, type CellEffect, type Rhythm } from './rhythm.ts';
import { stamina, type Stamina } from './stamina.ts';

export interface AnalysisOptions {
  /** Study day of the analysis. */
  readonly today: number;
  /** Formats are numbered from 0 to below this. */
  readonly formatCount: number;
  /** Patterns found earlier, to be assessed again. */
  readonly known: readonly PatternSubject[];
}

/** Effect of each content format; null below 30 answers. */
export interface FormatEffect {
  readonly format: number;
  readonly recall: CellEffect | null;
}

export interface LearnerAnalysis {
  readonly memory: PersonalMemory;
  readonly rhythm: Rhythm;
  readonly stamina: Stamina;
  readonly pace: readonly PaceKind[];
  readonly formats: readonly FormatEffect[];
  readonly habits: Habits | null;
  /** What is found now, from confidence .6. */
  readonly found: readonly AssessedPattern[];
  /** What is said now of each of `known`; null where nothing can be. */
  readonly reassessed: readonly (Assessment | null)[];
}

/** Effects are measured on the last year: what was so before says little of how somebody studies now. */
export const EFFECT_DAYS = 365;
const MIN_FORMAT_ANSWERS = 30;

/**
 * The learner model of one history: a function of its answers, the day and the patterns known, and of nothing else.
 * @param history folded with the parameters in force
 */
export function analyseLearner(history: StruggleHistory, options: AnalysisOptions): LearnerAnalysis {
  const { today, formatCount, known } = options;
  const fromDay = today - EFFECT_DAYS;
  const answers = measuredAnswers(history, fromDay);
  const posteriors = effectPosteriors(answers, formatCount);
  const kinds = pace(history, fromDay);
  const memory = personalMemory(history);
  const memoryError = recallError(answers);
  return {
    memory,
    rhythm: rhythm(answers, posteriors),
    // Permutations draw from a stream that hangs on the history alone: the same facts give the same model.
    stamina: stamina(history, answers, posteriors, kinds, seededRandom(history.rows)),
    pace: kinds,
    formats: Array.from({ length: formatCount }, (_, format) => {
      const recall = cellEffect(posteriors.formats, format);
      return { format, recall: recall !== null && recall.n >= MIN_FORMAT_ANSWERS ? recall : null };
    }),
    habits: habits(history, today),
    found: claims(posteriors, memory, memoryError),
    reassessed: known.map((subject) => reassess(subject, posteriors, memory, memoryError)),
  };
}

/** Standard error of the mean recall of the answers: of one cell, with what sessions and cards have in common. */
function recallError(answers: MeasuredAnswers): number {
  if (answers.rows.length === 0) return 0;
  const { counts, variances, designEffect } = effectTable(answers, new Int32Array(answers.rows.length), 1);
  return Math.sqrt((designEffect * variances[0]!) / counts[0]!);
}
