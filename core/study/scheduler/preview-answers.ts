import { answerCard } from './answer-card.ts';
import type { AnswerMoment, AnswerOutcome, StudyConfig } from './answer-card.ts';
import type { CardState } from './card-state.ts';

/** What Again, Hard, Good and Easy would do now, in this order; answering gives exactly the same. */
export function previewAnswers(
  state: CardState,
  now: AnswerMoment,
  config: StudyConfig,
): readonly [AnswerOutcome, AnswerOutcome, AnswerOutcome, AnswerOutcome] {
  return [
    answerCard(state, { ...now, rating: 1 }, config),
    answerCard(state, { ...now, rating: 2 }, config),
    answerCard(state, { ...now, rating: 3 }, config),
    answerCard(state, { ...now, rating: 4 }, config),
  ];
}
