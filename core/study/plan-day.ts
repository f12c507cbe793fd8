import type { ResolvedScope } from '../library/scope.ts';
import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { alternate } from './alternate.ts';
import type { Pace } from './daily-rollups.ts';
import { dueCandidates, isSiblingSeen, newCandidates, type Candidate } from './day-candidates.ts';
import { limitsOfDay, valuesOfScope } from './day-limits.ts';
import { objectiveKeys } from './objective-keys.ts';
import type { EffectiveValues } from './presets/contract.ts';
import type { Places } from './presets/places.ts';
import { interleaveNewCards } from './scheduler/queue-order.ts';
import { spaceSiblings } from './space-siblings.ts';

export type PlanEntry = Candidate & { fresh: boolean };

/** What can be studied in a session, cut to the day's limits and the session's minutes. */
export type DayPlan = {
  /** Cards in the order to show them. */
  sequence: PlanEntry[];
  /** How many of them are new, kept so that no answer counts a long plan. */
  fresh: number;
  /** Due reviews that wait for tomorrow because a card of their note comes today, as far as the limits reach. */
  buried: number;
  /** Cards that the minutes of the session have no room for. */
  cut: { reviews: number; fresh: number };
};

export type PlanInput = {
  scope: ResolvedScope;
  today: number;
  places: Places;
  raised: Settings['study.raisedToday'];
  /** Milliseconds of study there are for reviews and new cards; undefined: as long as it takes. */
  budget?: { leftMs: number; pace: Pace } | undefined;
  /** New cards after all others, whatever the preset says. */
  newLast?: boolean | undefined;
};

/**
 * Which reviews and new cards come today. Reviews are chosen first, then new cards. A note whose siblings are to be
 * buried gives one card a day: not when one of it was answered today or waits in its steps, and of those due the first.
 */
const choose = (
  reader: StoreReader,
  { scope, today, places, raised }: PlanInput,
  order: EffectiveValues,
): { reviews: Candidate[]; fresh: Candidate[]; buried: number } => {
  const valuesOf = (lecture: number): EffectiveValues => places.ofLecture(lecture)?.values ?? places.settings;
  const limits = limitsOfDay(reader, places, raised, today);
  const planned = new Set<number>();
  const isSeen = (candidate: Candidate): boolean =>
    planned.has(candidate.note) || isSiblingSeen(reader, candidate, today);
  const reviews: Candidate[] = [];
  let buried = 0;
  const due = dueCandidates(reader, scope, today, order.reviewOrder, limits.mostReviews);
  for (const candidate of limits.anyRoom('reviews') ? due : []) {
    if (!limits.anyRoom('reviews')) break;
    if (valuesOf(candidate.lecture).buryReviewSiblings && isSeen(candidate)) buried += 1;
    else if (limits.take('reviews', candidate.lecture)) {
      reviews.push(candidate);
      planned.add(candidate.note);
    }
  }
  const countsAs = (candidate: Candidate): number | undefined => {
    if (!valuesOf(candidate.lecture).buryNewSiblings) return candidate.card;
    return isSeen(candidate) ? undefined : candidate.note;
  };
  const fresh: Candidate[] = [];
  for (const candidate of newCandidates(reader, scope, today, order.newOrder, limits, countsAs)) {
    if (countsAs(candidate) === undefined) continue;
    if (!limits.take('newCards', candidate.lecture)) continue;
    fresh.push(candidate);
    planned.add(candidate.note);
  }
  return { reviews, fresh, buried };
};

/** In this many milliseconds: reviews first, because what is forgotten costs more than what is not yet begun. */
const cutToTime = <T>(
  reviews: readonly T[],
  fresh: readonly T[],
  { leftMs, pace }: NonNullable<PlanInput['budget']>,
): { reviews: readonly T[]; fresh: readonly T[] } => {
  const kept = reviews.slice(0, Math.floor(leftMs / pace.reviewMs));
  const restMs = leftMs - kept.length * pace.reviewMs;
  return { reviews: kept, fresh: fresh.slice(0, Math.floor(restMs / pace.newMs)) };
};

const mixed = (reviews: readonly PlanEntry[], fresh: readonly PlanEntry[]): PlanEntry[] => {
  let nextReview = 0;
  let nextFresh = 0;
  return Array.from(interleaveNewCards(reviews.length, fresh.length), (isFresh) =>
    // As many entries of each kind as the pattern has.
    isFresh === 1 ? fresh[nextFresh++]! : reviews[nextReview++]!,
  );
};

/** The order to show them in: new ones where the preset puts them, objectives alternating, siblings apart. */
const arrange = (
  reader: StoreReader,
  reviews: readonly PlanEntry[],
  fresh: readonly PlanEntry[],
  { newPlacement, interleave }: EffectiveValues,
): PlanEntry[] => {
  const keyOf = interleave ? objectiveKeys(reader, [...reviews, ...fresh]) : undefined;
  const turn = (entries: readonly PlanEntry[]): readonly PlanEntry[] =>
    keyOf === undefined ? entries : alternate(entries, keyOf);
  const sequence =
    newPlacement === 'mixed'
      ? turn(mixed(reviews, fresh))
      : newPlacement === 'before'
        ? [...turn(fresh), ...turn(reviews)]
        : [...turn(reviews), ...turn(fresh)];
  return spaceSiblings(sequence, ({ note }) => note);
};

/** The plan of the day for a scope. */
export const planDay = (reader: StoreReader, input: PlanInput): DayPlan => {
  const order = valuesOfScope(input.places, input.scope);
  const { buried, ...chosen } = choose(reader, input, order);
  const { reviews, fresh } =
    input.budget === undefined ? chosen : cutToTime(chosen.reviews, chosen.fresh, input.budget);
  return {
    sequence: arrange(
      reader,
      reviews.map((candidate) => ({ ...candidate, fresh: false })),
      fresh.map((candidate) => ({ ...candidate, fresh: true })),
      input.newLast === true ? { ...order, newPlacement: 'after' } : order,
    ),
    fresh: fresh.length,
    buried,
    cut: {
      reviews: chosen.reviews.length - reviews.length,
      fresh: chosen.fresh.length - fresh.length,
    },
  };
};

/** Takes the entry at a position out of a plan. */
export const dropFromPlan = (plan: DayPlan, position: number): void => {
  const [dropped] = plan.sequence.splice(position, 1);
  if (dropped?.fresh === true) plan.fresh -= 1;
};
