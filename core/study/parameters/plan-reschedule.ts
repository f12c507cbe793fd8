import { intervalFor } from '#ml/memory/memory.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { cardSeed } from '../card-seed.ts';
import { readPlaces } from '../presets/places.ts';
import type { MemoryModel } from '../scheduler/memory-model.ts';
import { fuzzBounds, fuzzedInterval, fuzzFactor } from '../scheduler/fuzz.ts';
import { modelInForce } from './model-in-force.ts';

/** A card in review, as it stands. */
export type ReviewCard = {
  card: number;
  lecture: number;
  stability: number;
  lastDay: number;
  dueDay: number;
  reps: number;
};

/** Where a card goes. */
export type Move = { readonly card: ReviewCard; readonly dueDay: number };

export type ReschedulePlan = { readonly cards: readonly ReviewCard[]; readonly moves: readonly Move[] };

const reviewCards = statement<Record<string, never>, ReviewCard>(
  'parameters.reviewCards',
  `SELECT s.card_id AS card, s.lecture_id AS lecture, s.stability, s.last_day AS lastDay, s.due_day AS dueDay, s.reps
   FROM card_states s
   WHERE s.queue = 2 AND s.phase = 2 AND s.stability IS NOT NULL AND s.last_day IS NOT NULL AND s.due_day IS NOT NULL`,
);

const cardUid = statement<{ card: number }, { uid: Uint8Array }>(
  'parameters.cardUid',
  'SELECT uid FROM cards WHERE id = @card',
);

export type RescheduleRules = {
  readonly model: MemoryModel;
  readonly today: number;
  readonly fuzz: boolean;
  readonly reviewsPerDay: number;
  /** For the fuzz; asked of cards that move only. */
  seedOf(card: number): number;
  retentionOf(lecture: number): number;
  maximumOf(lecture: number): number;
};

/**
 * Due dates as the memory in force asks for them, from each card's last review on. A card whose date lies within the
 * fuzz of its new interval stays: moving it would say nothing new, and a second rescheduling moves nothing. Fuzz is that
 * of the answer that gave the interval. What would be overdue comes today, and where a day has reached the limit of
 * reviews, on the next day with room, but never later than it was; cards that were due already stay due.
 */
export const planMoves = (cards: readonly ReviewCard[], rules: RescheduleRules): Move[] => {
  const { today } = rules;
  const wanted: Move[] = [];
  const days = new DaysWithRoom(rules.reviewsPerDay);
  for (const card of cards) {
    const dueDay = wantedDay(card, rules);
    if (dueDay === card.dueDay || (card.dueDay <= today && dueDay <= today)) {
      days.add(Math.max(today, card.dueDay));
    } else wanted.push({ card, dueDay });
  }
  // Of one day those go first that have waited longest for their size: they are the most likely to be forgotten.
  const lateness = ({ card }: Move): number => (today - card.lastDay) / card.stability;
  wanted.sort((a, b) => a.dueDay - b.dueDay || lateness(b) - lateness(a) || a.card.card - b.card.card);
  const moves: Move[] = [];
  for (const { card, dueDay } of wanted) {
    const free = days.from(dueDay);
    const day = dueDay < card.dueDay ? Math.min(free, card.dueDay) : free;
    days.add(day);
    if (day !== card.dueDay) moves.push({ card, dueDay: day });
  }
  return moves;
};

const wantedDay = (
  card: ReviewCard,
  { model, today, fuzz, seedOf, retentionOf, maximumOf }: RescheduleRules,
): number => {
  const maximum = maximumOf(card.lecture);
  const interval = intervalFor(model, card.stability, retentionOf(card.lecture));
  // Without fuzz only the interval itself is meant.
  const exact = fuzzedInterval(null, interval, 1, maximum);
  const { lower, upper } = fuzz ? fuzzBounds(interval, 1, maximum) : { lower: exact, upper: exact };
  const now = card.dueDay - card.lastDay;
  if (now >= lower && now <= upper) return card.dueDay;
  const factor = fuzz ? fuzzFactor(seedOf(card.card), Math.max(0, card.reps - 1)) : null;
  return Math.max(today, card.lastDay + fuzzedInterval(factor, interval, 1, maximum));
};

/** Counts reviews of days and finds days below the limit; a limit of 0 is none. */
class DaysWithRoom {
  readonly #limit: number;
  readonly #load = new Map<number, number>();
  /** From a full day to a later one that was the next with room when it was asked. */
  readonly #next = new Map<number, number>();

  constructor(limit: number) {
    this.#limit = limit === 0 ? Infinity : limit;
  }

  add(day: number): void {
    this.#load.set(day, (this.#load.get(day) ?? 0) + 1);
  }

  from(day: number): number {
    let free = day;
    while ((this.#load.get(free) ?? 0) >= this.#limit) free = this.#next.get(free) ?? free + 1;
    if (free > day) this.#next.set(day, free);
    return free;
  }
}

export const uidOfCard = (reader: StoreReader, card: number): Uint8Array => {
  const uid = reader.get(cardUid, { card })?.uid;
  if (uid === undefined) throw new Error('a state without its card');
  return uid;
};

/** Reads every card in review and plans: for a worker. */
export const planReschedule = (reader: StoreReader, today: number): ReschedulePlan => {
  const settings = readSettings(reader);
  const places = readPlaces(reader);
  const valuesOf = (lecture: number) => places.ofLecture(lecture)?.values ?? places.settings;
  const cards = reader.all(reviewCards, {});
  const moves = planMoves(cards, {
    model: modelInForce(reader, settings),
    today,
    fuzz: settings['study.fuzz'],
    reviewsPerDay: settings['study.reviewsPerDay'],
    seedOf: (card) => cardSeed(uidOfCard(reader, card)),
    retentionOf: (lecture) => valuesOf(lecture).desiredRetention,
    maximumOf: (lecture) => valuesOf(lecture).maximumIntervalDays,
  });
  return { cards, moves };
};
