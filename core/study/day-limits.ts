import type { Settings } from '../settings/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
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

  /** How many cards of a lecture the limits could still let through, were no other lecture's taken. */
  room(kind: Kind, lecture: number): number {
    const within = Math.min(...this.#chain(kind, lecture).map(({ left }) => left));
    return within + this.#raisedFor(kind, lecture).reduce((sum, { left }) => sum + left, 0);
  }

  /** Counts one card of a lecture; false where no limit has room for it. */
  take(kind: Kind, lecture: number): boolean {
    const chain = this.#chain(kind, lecture);
    if (chain.every(({ left }) => left > 0)) {
      for (const account of chain) account.left -= 1;
      return true;
    }
    const raised = this.#raisedFor(kind, lecture).find(({ left }) => left > 0);
    if (raised === undefined) return false;
    raised.left -= 1;
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

/** The limits of a day with what was answered on it taken off. */
export const limitsOfDay = (
  reader: StoreReader,
  places: Places,
  raised: Settings['study.raisedToday'],
  today: number,
): DayLimits => {
  const limits = new DayLimits(places, raised, today);
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
