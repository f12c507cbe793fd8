import type { StruggleFacts } from '#ml/knowledge/struggle/facts.ts';
import type { StoreReader } from '../../store/reader.ts';
import { readAnswers } from './read-answers.ts';
import { readCards, type LearnerCards } from './read-cards.ts';
import { readExams, readTests } from './read-tests-and-exams.ts';

/** What the twin computes from, and the rows of the store its numbers stand for. */
export type LearnerFacts = { readonly facts: StruggleFacts; readonly rows: LearnerCards };

/** Everything the owner did, as columns: reads the whole log, for a worker. */
export const readLearnerFacts = (reader: StoreReader): LearnerFacts => {
  const rows = readCards(reader);
  // May append rows to the cards, so it comes before they are made columns.
  const answers = readAnswers(reader, rows);
  return {
    rows,
    facts: {
      answers,
      cards: { objective: Int32Array.from(rows.objective), format: Uint8Array.from(rows.format) },
      objectives: { topic: Int32Array.from(rows.topic), prerequisites: rows.prerequisites },
      practiceTests: readTests(reader, rows),
      exams: readExams(reader, rows),
    },
  };
};
