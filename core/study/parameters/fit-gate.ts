import { MIN_ANSWERS_TO_FIT, MIN_ANSWERS_TO_JUDGE } from '#ml/memory/fit-gates.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { newestFit } from './fit-rows.ts';

const reviewAnswers = statement<Record<string, never>, { n: number | null }>(
  'parameters.reviewAnswers',
  'SELECT sum(review_answers) AS n FROM daily_rollups',
);

/** A quarter more answers: the newest fifth of the log, which judges a fit, is then all of it new. */
const growth = 0.25;
/** Of a long log a quarter takes months; the optimiser weighs recent answers more, and a thousand are worth hearing. */
const enoughNew = 1000;
/** The fewest that can judge, and as many again as a quarter of them, since some answers fall on the day of learning. */
const fewestNew = MIN_ANSWERS_TO_JUDGE * (1 + growth);
/** After so many days the fewest are enough: habits and subjects change. */
const patienceDays = 30;

export type FitGate = {
  /** Answers to cards in review so far, as the days count them. */
  answers: number;
  /** For the first fit: 400 to fit to and a fifth that judges. */
  needed: number;
  /** Answers from which a fit can be judged, and those at which the next is asked for. */
  possibleAt: number;
  nextAt: number;
  fittedToday: boolean;
};

/** How far the owner is from the next fit of their memory parameters. */
export const fitGate = (reader: StoreReader, today: number): FitGate => {
  const answers = reader.get(reviewAnswers, {})?.n ?? 0;
  const needed = MIN_ANSWERS_TO_FIT;
  const last = newestFit(reader, 'fsrs6');
  if (last === undefined) return { answers, needed, possibleAt: needed, nextAt: needed, fittedToday: false };
  const isLongAgo = today - last.study_day >= patienceDays;
  const more = isLongAgo ? fewestNew : Math.min(enoughNew, Math.max(fewestNew, last.answers_seen * growth));
  return {
    answers,
    needed,
    possibleAt: Math.max(needed, last.answers_seen + fewestNew),
    nextAt: Math.max(needed, Math.ceil(last.answers_seen + more)),
    fittedToday: last.study_day >= today,
  };
};
