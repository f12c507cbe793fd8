import { struggleHistory, type StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { StoreReader } from '../../store/reader.ts';
import { forgetLog, MOST_KEPT_ANSWERS } from './known-log.ts';
import { forgetFacts, readLearnerFacts, type LearnerFacts } from './read-learner-facts.ts';

/** The facts, and what their answers make of memory with some parameters. */
export type LearnerHistory = { readonly learner: LearnerFacts; readonly history: StruggleHistory };

/** The latest first. Two are asked for in turn: with the parameters in force, and with those everybody starts with. */
const histories = new WeakMap<StoreReader, readonly StruggleHistory[]>();

const areSame = (one: FsrsParameters, other: FsrsParameters): boolean =>
  one === other || one.weights.every((weight, index) => Object.is(weight, other.weights[index]));

/** As many as there is room for. */
const kept = (all: readonly StruggleHistory[]): readonly StruggleHistory[] => {
  let room = MOST_KEPT_ANSWERS;
  return all.slice(0, 2).filter(({ rows }) => (room -= rows) >= 0);
};

/** What the owner did, folded. Kept from one job to the next as long as no fact changed. */
export const learnerHistory = (reader: StoreReader, parameters: FsrsParameters): LearnerHistory => {
  const learner = readLearnerFacts(reader);
  const known = (histories.get(reader) ?? []).filter(({ facts }) => facts === learner.facts);
  const history =
    known.find((one) => areSame(one.parameters, parameters)) ?? struggleHistory(learner.facts, parameters);
  histories.set(reader, kept([history, ...known.filter((one) => one !== history)]));
  return { learner, history };
};

/** Lets go of everything that is kept of a log. */
export const forgetLearner = (reader: StoreReader): void => {
  histories.delete(reader);
  forgetFacts(reader);
  forgetLog(reader);
};
