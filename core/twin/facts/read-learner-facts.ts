import { isDeepStrictEqual } from 'node:util';
import type { StruggleFacts } from '#ml/knowledge/struggle/facts.ts';
import type { StoreReader } from '../../store/reader.ts';
import { knownLog, MOST_KEPT_ANSWERS } from './known-log.ts';
import { answersOf, readResets } from './read-answers.ts';
import { readCards, type LearnerCards } from './read-cards.ts';
import { readExams, readTests } from './read-tests-and-exams.ts';
import { versionOfFile } from './version-of-file.ts';

/** What the twin computes from, and the rows of the store its numbers stand for. */
export type LearnerFacts = { readonly facts: StruggleFacts; readonly rows: LearnerCards };

type KnownFacts = { readonly version: string; readonly madeOf: MadeOf; readonly learner: LearnerFacts };

/** Everything facts are made of, as it was read. */
type MadeOf = {
  readonly log: ReturnType<typeof knownLog>;
  readonly cards: LearnerCards;
  readonly resets: ReturnType<typeof readResets>;
  readonly practiceTests: ReturnType<typeof readTests>;
  readonly exams: ReturnType<typeof readExams>;
};

const known = new WeakMap<StoreReader, KnownFacts>();

/**
 * Everything the owner did, as columns: for a worker, since it may read the whole log. What was made for one job is given to
 * the next, the same object as long as nothing of it changed.
 */
export const readLearnerFacts = (reader: StoreReader): LearnerFacts => {
  const version = versionOfFile(reader);
  const before = known.get(reader);
  if (before?.version === version) return before.learner;
  // The log first: every card of an answer is there then.
  const log = knownLog(reader);
  const cards = readCards(reader);
  const madeOf = {
    log,
    cards,
    resets: readResets(reader),
    practiceTests: readTests(reader, cards),
    exams: readExams(reader, cards),
  };
  const learner =
    // Logs are compared by identity: a million answers are not looked at again.
    before?.madeOf.log === log && isDeepStrictEqual(before.madeOf, madeOf)
      ? before.learner
      : learnerOf(madeOf);
  if (log.card.length <= MOST_KEPT_ANSWERS) known.set(reader, { version, madeOf, learner });
  return learner;
};

export const forgetFacts = (reader: StoreReader): void => {
  known.delete(reader);
};

const learnerOf = ({ log, cards: known, resets, practiceTests, exams }: MadeOf): LearnerFacts => {
  const { answers, cards, objective, format } = answersOf(log, known, resets);
  return {
    rows: { ...known, cards, objective, format },
    facts: {
      answers,
      cards: { objective: Int32Array.from(objective), format: Uint8Array.from(format) },
      objectives: { topic: Int32Array.from(known.topic), prerequisites: known.prerequisites },
      practiceTests,
      exams,
    },
  };
};
