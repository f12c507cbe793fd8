import { DataError } from '#ml/data/data-error.ts';
import { retrievability } from '#ml/memory/memory.ts';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import { recallFeatureNames, recallNow, recallReasons, type RecallNow } from '#ml/recall/recall-now.ts';
import { recallFromBytes, type RecallPredictor } from '#ml/recall/recall-snapshot.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { maxReviewsToFit, reviewColumns } from '../../study/parameters/review-columns.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import { AT_RISK_BELOW_FSRS, type RECALL_REASON_NAMES } from './contract.ts';
import { fitRecallModel, type RecallFit } from './fit-recall-model.ts';
import { keptSnapshot } from './kept-recall.ts';
import { knownReviews } from './known-reviews.ts';

export type RecallMoment = { readonly now: number; readonly today: number };
export type RecallInput = RecallMoment & { readonly fits: boolean };

export type Reasons = readonly { reason: (typeof RECALL_REASON_NAMES)[number]; effect: number }[];
export type CardRecall = { readonly probability: number; readonly reasons: Reasons };
export type RiskyCard = CardRecall & {
  readonly card: number;
  readonly fsrs: number;
  readonly isDue: boolean;
};

/** What a look found; cards by their local keys, the widest gap first. */
export type RiskToday = {
  readonly version: 1;
  readonly looked: number;
  readonly due: number;
  /** All of them, which a session may be made of. */
  readonly cards: readonly number[];
  /** The first of them, to be shown. */
  readonly shown: readonly RiskyCard[];
};

export type FoundRecall = {
  readonly allAnswers: number;
  /** Null: none was due. */
  readonly fit: RecallFit | null;
  readonly risk: RiskToday;
};

const SHOWN_AT_MOST = 50;
const LISTED_AT_MOST = 5000;
const REASONS_AT_MOST = 3;
/** Less than half a point is no reason. */
const LEAST_EFFECT = 0.005;

type StateRow = {
  card_id: number;
  stability: number;
  last_day: number;
  due_day: number | null;
};
const statesInReview = statement<Record<string, never>, StateRow>(
  'twin.recallStates',
  `SELECT card_id, stability, last_day, due_day FROM card_states
   WHERE queue = 2 AND stability IS NOT NULL AND last_day IS NOT NULL`,
);
const stateOfCard = statement<{ card: number }, StateRow>(
  'twin.recallState',
  `SELECT card_id, stability, last_day, due_day FROM card_states
   WHERE card_id = @card AND queue >= 1 AND stability IS NOT NULL AND last_day IS NOT NULL`,
);

/** The model in use; null where none was accepted, or what is kept is damaged or of another program: it is made again. */
const predictorInUse = (snapshot: Uint8Array | undefined): RecallPredictor | null => {
  if (snapshot === undefined) return null;
  try {
    return recallFromBytes(snapshot, recallFeatureNames());
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
};

/** The history of each card that goes on: the last one, which nobody had forgotten by hand. */
const lastHistories = (cards: Int32Array): Map<number, number> => {
  const last = new Map<number, number>();
  for (const [history, card] of cards.entries()) last.set(card, history);
  return last;
};

const fsrsOf = (reader: StoreReader, row: StateRow, today: number): number =>
  retrievability(modelInForce(reader), row.stability, Math.max(0, today - row.last_day));

/** What moved recall of a card away from what FSRS says of it. */
const reasonsOf = (predictor: RecallPredictor, found: RecallNow, place: number, fsrs: number): Reasons => {
  const { byAnswerTimes, reasons } = recallReasons(predictor, found, place);
  return [{ reason: 'answerTimes' as const, effect: byAnswerTimes - fsrs }, ...reasons]
    .filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, REASONS_AT_MOST);
};

const nothingFound: RiskToday = { version: 1, looked: 0, due: 0, cards: [], shown: [] };

const riskToday = (
  reader: StoreReader,
  log: { reviews: TimedReviews; cards: Int32Array },
  predictor: RecallPredictor,
  moment: RecallMoment,
): RiskToday => {
  const states = new Map(reader.all(statesInReview, {}).map((row) => [row.card_id, row]));
  const last = lastHistories(log.cards);
  const isAsked = (history: number): boolean => {
    const card = log.cards[history] ?? -1;
    return last.get(card) === history && states.has(card);
  };
  const found = recallNow(log.reviews, predictor, moment, isAsked);
  const desired = readSettings(reader)['study.desiredRetention'];
  const risky = Array.from(found.histories, (history, place) => {
    const card = log.cards[history] ?? -1;
    const row = states.get(card);
    const probability = found.probabilities[place] ?? Number.NaN;
    const fsrs = row === undefined ? Number.NaN : fsrsOf(reader, row, moment.today);
    return { card, place, fsrs, probability, isDue: (row?.due_day ?? Infinity) <= moment.today };
  })
    .filter(({ fsrs, probability }) => fsrs - probability >= AT_RISK_BELOW_FSRS && probability < desired)
    .sort((a, b) => b.fsrs - b.probability - (a.fsrs - a.probability) || a.card - b.card);
  return {
    version: 1,
    looked: found.histories.length,
    due: risky.filter(({ isDue }) => isDue).length,
    cards: risky.slice(0, LISTED_AT_MOST).map(({ card }) => card),
    shown: risky.slice(0, SHOWN_AT_MOST).map(({ card, place, fsrs, probability, isDue }) => ({
      card,
      fsrs,
      probability,
      isDue,
      reasons: reasonsOf(predictor, found, place, fsrs),
    })),
  };
};

/** Fits the model where that is due, and looks which cards are at risk today. Reads the whole log: for a worker. */
export const computeRecall = async (reader: StoreReader, input: RecallInput): Promise<FoundRecall> => {
  const answers = answersInAll(reader);
  const log = knownReviews(reader);
  const isLarge = log.reviews.days.length > maxReviewsToFit;
  const kept = keptSnapshot(reader)?.snapshot;
  // One that was kept and cannot be read is made again.
  const fit =
    input.fits || (kept !== undefined && predictorInUse(kept) === null)
      ? await fitRecallModel(
          log.reviews,
          isLarge ? reviewColumns(reader, maxReviewsToFit) : log.reviews,
          modelInForce(reader),
        )
      : null;
  const snapshot = fit === null ? kept : (fit.snapshot ?? undefined);
  const predictor = predictorInUse(snapshot);
  const risk = predictor === null ? nothingFound : riskToday(reader, log, predictor, input);
  return { allAnswers: answers, fit, risk };
};

/** Recall of one card if it were shown now; null where there is no model, or the card has no history or was answered today. */
export const cardRecallNow = (
  reader: StoreReader,
  { card, ...moment }: RecallMoment & { card: number },
): CardRecall | null => {
  const predictor = predictorInUse(keptSnapshot(reader)?.snapshot);
  const row = reader.get(stateOfCard, { card });
  if (predictor === null || row === undefined) return null;
  const log = knownReviews(reader);
  const own = lastHistories(log.cards).get(card);
  const found = recallNow(log.reviews, predictor, moment, (history) => history === own);
  const probability = found.probabilities[0];
  if (probability === undefined) return null;
  return { probability, reasons: reasonsOf(predictor, found, 0, fsrsOf(reader, row, moment.today)) };
};
