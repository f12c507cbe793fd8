import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import type { StoreReader } from '../../store/reader.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { readLearnerFacts } from '../facts/read-learner-facts.ts';
import { historyOf, type HistoryEstimate } from './history.ts';

/** What one analysis of a whole history says, component by component. */
export type LearnerModel = { history: HistoryEstimate };

/** Analyses everything the owner did. The same facts give the same model. Reads the whole log: for a worker. */
export const analyse = (reader: StoreReader): LearnerModel => {
  const { facts } = readLearnerFacts(reader);
  const history = struggleHistory(facts, modelInForce(reader));
  return { history: historyOf(history) };
};
