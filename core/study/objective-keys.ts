import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

const ofCards = statement<{ cards: string }, { card_id: number; objective: number }>(
  'study.objectivesOfCards',
  `SELECT oc.card_id, min(oc.objective_id) AS objective FROM objective_cards oc
   JOIN learning_objectives o ON o.id = oc.objective_id
   WHERE o.deleted_at IS NULL AND oc.card_id IN (SELECT value FROM json_each(@cards)) GROUP BY oc.card_id`,
);
const ofLectures = statement<Record<string, never>, { lecture_id: number; objective: number }>(
  'study.objectivesOfLectures',
  `SELECT r.lecture_id, min(r.objective_id) AS objective FROM objective_rules r
   JOIN learning_objectives o ON o.id = r.objective_id WHERE o.deleted_at IS NULL GROUP BY r.lecture_id`,
);

/**
 * What each of some cards is about: its own objective, else the one that has its whole lecture, else the lecture itself
 * (a negative number, so that none is taken for an objective).
 */
export const objectiveKeys = (
  reader: StoreReader,
  cards: readonly { card: number; lecture: number }[],
): ((card: { card: number; lecture: number }) => number) => {
  const own = new Map(
    reader
      .all(ofCards, { cards: JSON.stringify(cards.map(({ card }) => card)) })
      .map((row) => [row.card_id, row.objective]),
  );
  const ofLecture = new Map(reader.all(ofLectures, {}).map((row) => [row.lecture_id, row.objective]));
  return ({ card, lecture }) => own.get(card) ?? ofLecture.get(lecture) ?? -lecture;
};
