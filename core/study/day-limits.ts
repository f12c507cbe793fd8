import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { dayCounts } from './daily-rollups.ts';
import type { EffectiveValues } from './presets/contract.ts';
import type { Place, Places } from './presets/places.ts';

type Kind = 'newCards' | 'reviews';
const named: Record<Kind, 'newPerDay' | 'reviewsPerDay'> = {
  newCards: 'newPerDay',
  reviews: 'reviewsPerDay',
};

/** What is left of a number for the day. Shared by every card that counts against it. */
type Account = { left: number };

/**
 * The limits of a day. A course or lecture whose own preset names a limit counts by itself, and a limit above it bounds
 * it too (a lecture its course); cards below no such place share the limits of the settings. What the owner raised for
 * today is taken when a limit is reached.
 */
export class DayLimits {
  readonly #places: Places;
  readonly #shared: Record<Kind, Account>;
  readonly #own = { newCards: new Map<Place, Account>(), reviews: new Map<Place, Account>() };
  readonly #raised = { newCards: new Map<string, Account>(), reviews: new Map<string, Account>() };
  readonly #chains = { newCards: new Map<number, Account[]>(), reviews: new Map<number, Account[]>() };

  /** Asked once for every due card: looked for again only after one was taken. */
  readonly #room: Record<Kind, boolean | undefined> = { newCards: undefined, reviews: undefined };

  constructor(places: Places, raised: Settings['study.raisedToday'], today: number) {
    this.#places = places;
    this.#shared = {
      newCards: { left: places.settings.newPerDay },
      reviews: { left: places.settings.reviewsPerDay },
    };
    if (raised.studyDay !== today) return;
    for (const [place, more] of Object.entries(raised.places)) {
      for (const kind of ['newCards', 'reviews'] as const)
        if (more[kind] > 0) this.#raised[kind].set(place, { left: more[kind] });
    }
  }

  /** What a lecture's cards count against: its own account and those above it, else the shared one. */
  #chain(kind: Kind, lecture: number): Account[] {
    const known = this.#chains[kind].get(lecture);
    if (known !== undefined) return known;
    const chain: Account[] = [];
    for (let place = this.#places.ofLecture(lecture) ?? null; place !== null; place = place.parent) {
      const limit = place.own[named[kind]];
      if (limit === undefined) continue;
      const account = this.#own[kind].get(place) ?? { left: limit };
      this.#own[kind].set(place, account);
      chain.push(account);
    }
    if (chain.length === 0) chain.push(this.#shared[kind]);
    this.#chains[kind].set(lecture, chain);
    return chain;
  }

  #raisedFor(kind: Kind, lecture: number): Account[] {
    const raised = this.#raised[kind];
    if (raised.size === 0) return [];
    const found: Account[] = [];
    for (let place = this.#places.ofLecture(lecture) ?? null; place !== null; place = place.parent) {
      const account = raised.get(place.uid);
      if (account !== undefined) found.push(account);
    }
    const everywhere = raised.get('');
    if (everywhere !== undefined) found.push(everywhere);
    return found;
  }

  /** How many cards all limits together could let through. */
  get mostReviews(): number {
    const left = [
      this.#shared.reviews.left,
      ...[...this.#raised.reviews.values()].map((account) => account.left),
      ...this.#places.all.map((place) => {
        const limit = place.own.reviewsPerDay;
        return limit === undefined ? 0 : (this.#own.reviews.get(place)?.left ?? limit);
      }),
    ];
    return left.reduce((sum, n) => sum + n, 0);
  }

  /** Whether any card could still be taken; a lecture that was never asked for may have room of its own. */
  anyRoom(kind: Kind): boolean {
    this.#room[kind] ??= this.#findRoom(kind);
    return this.#room[kind];
  }

  #findRoom(kind: Kind): boolean {
    const hasRoom = ({ left }: Account): boolean => left > 0;
    if (hasRoom(this.#shared[kind]) || [...this.#raised[kind].values()].some(hasRoom)) return true;
    return this.#places.all.some((place) => {
      const limit = place.own[named[kind]];
      return limit !== undefined && (this.#own[kind].get(place)?.left ?? limit) > 0;
    });
  }

  /** How many cards of a lecture the limits could still let through, were no other lecture's taken. */
  room(kind: Kind, lecture: number): number {
    const within = Math.min(...this.#chain(kind, lecture).map(({ left }) => left));
    return within + this.#raisedFor(kind, lecture).reduce((sum, { left }) => sum + left, 0);
  }

  /** No place has a limit of its own, and none was raised alone. */
  get isShared(): boolean {
    const raised = [...this.#raised.newCards.keys(), ...this.#raised.reviews.keys()];
    return (
      raised.every((place) => place === '') &&
      this.#places.all.every(({ own }) => own.newPerDay === undefined && own.reviewsPerDay === undefined)
    );
  }

  /** Counts cards against the settings' limit, and what is over it against what was raised for everything. */
  takeShared(kind: Kind, count: number): void {
    const shared = this.#shared[kind];
    const over = Math.max(0, count - shared.left);
    shared.left = Math.max(0, shared.left - count);
    const raised = this.#raised[kind].get('');
    if (raised !== undefined) raised.left = Math.max(0, raised.left - over);
    this.#room[kind] = undefined;
  }

  /** Counts one card of a lecture; false where no limit has room for it. */
  take(kind: Kind, lecture: number): boolean {
    const chain = this.#chain(kind, lecture);
    if (chain.every(({ left }) => left > 0)) {
      for (const account of chain) account.left -= 1;
      this.#room[kind] = undefined;
      return true;
    }
    const raised = this.#raisedFor(kind, lecture).find(({ left }) => left > 0);
    if (raised === undefined) return false;
    raised.left -= 1;
    this.#room[kind] = undefined;
    return true;
  }
}

type AnsweredRow = { card_id: number; lecture_id: number; phase: number; introduced_day: number | null };

/**
 * Answers of a day to cards that this day was the last for, in order; those of custom sessions are beyond the plan and
 * count against no limit. Read by the day's cards, never through the log.
 */
const answeredOnDay = statement<{ today: number; from: number }, AnsweredRow>(
  'study.answeredOnDay',
  `SELECT s.card_id, s.lecture_id, s.introduced_day, r.phase FROM card_states s JOIN live_reviews r ON r.card_id = s.card_id
   WHERE s.last_day = @today AND r.at >= @from AND r.study_day = @today AND r.interval_seconds IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM study_sessions st WHERE st.id = r.session_id AND st.kind = 'custom')
   ORDER BY s.card_id, r.at`,
);

/** The first instant that can belong to a study day, wherever on earth it was. */
const dayMs = 86_400_000;
const earliestOf = (studyDay: number): number => (studyDay - 1) * dayMs;

const reviewCode = 2;

/** Answers of a day in custom sessions, and those among them that began a new card. */
const customOnDay = statement<
  { today: number; from: number },
  { reviews: number | null; introduced: number | null }
>(
  'study.customOnDay',
  // A cross join keeps the order: the few sessions of the day first, and their answers by the index of sessions.
  `SELECT sum(r.phase = 2) AS reviews, sum(r.phase = 0) AS introduced
   FROM study_sessions st CROSS JOIN live_reviews r ON r.session_id = st.id
   WHERE st.kind = 'custom' AND st.started_at >= @from AND r.study_day = @today AND r.interval_seconds IS NOT NULL`,
);

/** Where every card counts against the settings' limits, the counts of the day say what is left. */
const sharedOnly = (reader: StoreReader, limits: DayLimits, today: number): DayLimits => {
  const day = dayCounts(reader, today);
  const custom = reader.get(customOnDay, { today, from: earliestOf(today) });
  limits.takeShared('newCards', day.introduced - (custom?.introduced ?? 0));
  limits.takeShared('reviews', day.review_answers - (custom?.reviews ?? 0));
  return limits;
};

/** The limits of a day with what was answered on it taken off. */
export const limitsOfDay = (
  reader: StoreReader,
  places: Places,
  raised: Settings['study.raisedToday'],
  today: number,
): DayLimits => {
  const limits = new DayLimits(places, raised, today);
  if (limits.isShared) return sharedOnly(reader, limits, today);
  let introduced: number | undefined;
  for (const row of reader.all(answeredOnDay, { today, from: earliestOf(today) })) {
    if (row.phase === reviewCode) limits.take('reviews', row.lecture_id);
    // A card is introduced once, by its first answer.
    if (row.introduced_day !== today || row.card_id === introduced || row.phase > 1) continue;
    introduced = row.card_id;
    limits.take('newCards', row.lecture_id);
  }
  return limits;
};

/** The preset values that order a session: those of what it was opened for. */
export const valuesOfScope = (
  places: Places,
  scope: { courseId: number | null; lectureId: number | null },
): EffectiveValues => {
  const place =
    scope.lectureId !== null
      ? places.ofLecture(scope.lectureId)
      : scope.courseId !== null
        ? places.ofCourse(scope.courseId)
        : undefined;
  return place?.values ?? places.settings;
};
