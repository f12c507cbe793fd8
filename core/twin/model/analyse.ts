import type { AssessedPattern, Assessment } from '#ml/learner/claims.ts';
import { analyseLearner, type LearnerAnalysis } from '#ml/learner/learner-analysis.ts';
import { FORMATS } from '#ml/simulate/truth.ts';
import type { StoreReader } from '../../store/reader.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { learnerHistory } from '../facts/learner-history.ts';
import { historyOf, type HistoryEstimate } from './history.ts';
import { knownPatterns, type KnownPattern } from './patterns.ts';

/** What one analysis of a whole history says, component by component; kept in `learning_profiles`. */
export type LearnerModel = {
  history: HistoryEstimate;
  memory: LearnerAnalysis['memory'];
  rhythm: LearnerAnalysis['rhythm'];
  stamina: LearnerAnalysis['stamina'];
  pace: LearnerAnalysis['pace'];
  formats: LearnerAnalysis['formats'];
  habits: LearnerAnalysis['habits'];
};

export type Analysis = {
  readonly model: LearnerModel;
  /** Patterns found earlier and what is said of each now, and what is found now. Empty below the gate. */
  readonly known: readonly KnownPattern[];
  readonly reassessed: readonly (Assessment | null)[];
  readonly found: readonly AssessedPattern[];
};

/**
 * Analyses everything the owner did. The same facts, day and patterns give the same model. Reads the whole log: for a
 * worker.
 */
export const analyse = (reader: StoreReader, today: number): Analysis => {
  const { history } = learnerHistory(reader, modelInForce(reader));
  const reach = historyOf(history);
  const known = knownPatterns(reader);
  const { found, reassessed, ...model } = analyseLearner(history, {
    today,
    formatCount: FORMATS.length,
    known,
  });
  return {
    model: { history: reach, ...model },
    known,
    reassessed: reach.isEnough ? reassessed : known.map(() => null),
    found: reach.isEnough ? found : [],
  };
};
