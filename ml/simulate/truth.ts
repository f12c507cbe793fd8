/**
 * What is true of a simulated learner. Models never see any of it: they get the facts, judges get both.
 *
 * Effects are in points of recall (percentage points on the probability scale): 5 means a recall of 0.85 becomes 0.90.
 */
export interface LearnerTruth {
  readonly memory: MemoryTruth;
  readonly content: ContentTruth;
  readonly scheduler: SchedulerTruth;
  readonly habits: HabitsTruth;
  readonly pace: PaceTruth;
  readonly grading: GradingTruth;
  readonly effects: EffectsTruth;
}

/**
 * How this learner forgets. `fsrs6` is the world the app's own model describes; `power` is another one, for judging
 * what happens to claims when the model is wrong.
 */
export type ForgettingTruth =
  | { readonly kind: 'fsrs6'; readonly weights: readonly number[] }
  | PowerForgettingTruth;

/**
 * Wickelgren's power law R(t) = λ (1 + β t)^−ψ (Wickelgren 1974; Wixted and Carpenter 2007), with a rate ψ of its own
 * for each card: a success divides it, more so when recall was unlikely (desirable difficulty, Bjork 1994), a failure
 * multiplies it.
 */
export interface PowerForgettingTruth {
  readonly kind: 'power';
  /** λ: recall right after learning, 0 to 1. */
  readonly degree: number;
  /** β per day. */
  readonly timeScale: number;
  /** ψ after a first answer of Again and of anything else. */
  readonly rateAfterAgain: number;
  readonly rateAfterPass: number;
  /** A success divides ψ by 1 + gain · (1 − R) · 10. */
  readonly gain: number;
  /** A failure multiplies ψ by it, up to the rate of a card first answered Again. */
  readonly loss: number;
}

export interface MemoryTruth {
  readonly forgetting: ForgettingTruth;
  /** SD of the log of a card's own factor of stability: some cards are harder than their answers so far tell. */
  readonly cardSpread: number;
  /** Chance that a new card is known when it is first shown, 0 to 1. */
  readonly knownAtFirst: number;
  /** Recall of a card in steps on the day of its last answer, after Again and after a pass. */
  readonly sameDayAfterAgain: number;
  readonly sameDayAfterPass: number;
  /** How strongly the log factor of stability moves the log odds of `knownAtFirst` and of the two above. */
  readonly knownSlope: number;
  readonly sameDaySlope: number;
}

export interface ContentTruth {
  /** SD of the log factor of stability between lectures and between the objectives of one. */
  readonly lectureSpread: number;
  readonly objectiveSpread: number;
  /** What comes first is easier: log factor of the first card, fading by a factor e every so many cards. */
  readonly firstEasier: number;
  readonly firstEasierCards: number;
  /** Share of objectives planted as struggles, 0 to 1. */
  readonly struggleShare: number;
  /** What a planted struggle adds to the log factor of stability of its cards; below 0. */
  readonly struggleDepth: number;
  /** Chance that an objective needs an earlier one of its lecture, 0 to 1. */
  readonly prerequisiteChance: number;
  /** Share of the weakness of its prerequisites (the mean of their log factors below one SD) that an objective inherits. */
  readonly prerequisiteWeight: number;
  /** Weights of the formats, in the order of FORMATS. */
  readonly formatMix: readonly number[];
}

/** Formats of cards; a fact stores the index. */
export const FORMATS = ['flashcard', 'cloze', 'image_occlusion', 'typed_answer'] as const;

/** What the scheduler uses: what the app knows, not what is true. */
export interface SchedulerTruth {
  readonly weights: readonly number[];
  readonly desiredRetention: number;
  /** Minutes each. */
  readonly learningSteps: readonly number[];
  readonly relearningSteps: readonly number[];
  readonly maximumIntervalDays: number;
  readonly fuzz: boolean;
  readonly newPerDay: number;
  readonly reviewsPerDay: number;
  readonly learnAheadMin: number;
}

export interface HabitsTruth {
  /** Minutes to add to UTC for local time. */
  readonly utcOffsetMin: number;
  /** Chance to study on a day, Monday first. */
  readonly studyChance: readonly number[];
  /** Median local hour of the first session; the hours since 04:00 are log-normal with this log SD (regularity). */
  readonly startHour: number;
  readonly startSpread: number;
  /** Median and log SD of the minutes the learner means to sit. */
  readonly sessionMin: number;
  readonly sessionSpread: number;
  /** Chance that a sitting is a glance only, and its mean minutes. */
  readonly glanceChance: number;
  readonly glanceMin: number;
  /** Chance to come back later the same day while cards are left, and how many minutes later (median, log SD). */
  readonly returnChance: number;
  readonly returnAfterMin: number;
  readonly returnSpread: number;
  /** Chance to wait out the last steps of a day, coming back for a card or two. */
  readonly finishStepsChance: number;
  /** Local hour after which nothing is started; may pass 24. */
  readonly bedtimeHour: number;
  /** Spread between days of how many new cards are taken: log SD of a factor, chance of none. */
  readonly newCardsSpread: number;
  readonly noNewChance: number;
  /** First enthusiasm: new cards are taken 1 + eagerness times as many on the first day, fading by e in so many days. */
  readonly eagerness: number;
  readonly eagerDays: number;
  /** Stretches without new cards a year and their mean length in days. */
  readonly reviewOnlyPerYear: number;
  readonly reviewOnlyDays: number;
  /** Holidays a year and their days each; relapses a year and their mean length in days: both leave a backlog. */
  readonly holidaysPerYear: number;
  readonly holidayDays: number;
  readonly relapsesPerYear: number;
  readonly relapseDays: number;
  /** Distractions per answer, their median and log SD in seconds; from a minute and a half on the app records a pause. */
  readonly distractionChance: number;
  readonly distractionSec: number;
  readonly distractionSpread: number;
  /** Log SD between sessions of that chance: some are restless. */
  readonly restlessness: number;
  /** A planned break after that many minutes (0: never) and its minutes. */
  readonly breakAfterMin: number;
  readonly breakMin: number;
}

/** Answer times of one kind of answer: their median, and the log SD of what lies beyond the floor. */
export interface PaceKind {
  readonly medianMs: number;
  readonly spread: number;
}

export interface PaceTruth {
  /** First sight of a card: known, not known. */
  readonly firstPass: PaceKind;
  readonly firstAgain: PaceKind;
  readonly learningPass: PaceKind;
  readonly learningAgain: PaceKind;
  readonly reviewPass: PaceKind;
  readonly reviewAgain: PaceKind;
  readonly relearningPass: PaceKind;
  readonly relearningAgain: PaceKind;
  /** Log SD of the pace between sessions; a restless session is also a slow one. */
  readonly sessionSpread: number;
  /** Share of new cards that are passed over in a fraction of the time, and that fraction. */
  readonly glimpseShare: number;
  readonly glimpseFactor: number;
  /** Share of answers that take much longer, and how many times. */
  readonly tailShare: number;
  readonly tailFactor: number;
  /** The time to see and press, which no answer undercuts, and the longest time recorded. */
  readonly floorMs: number;
  readonly capMs: number;
  /** Log of the time added per unit of recall probability below `REFERENCE_RECALL`: unsure answers are slow. */
  readonly doubtSlowing: number;
  /** Time factor of each format, in the order of FORMATS. */
  readonly formatFactor: readonly number[];
}

/** The recall probability at which an answer takes its usual time. */
export const REFERENCE_RECALL = 0.9;

export interface GradingTruth {
  /** Share of recalled answers graded Hard and Easy at the reference recall; Hard grows with doubt. */
  readonly hardShare: number;
  readonly easyShare: number;
}

/** How recall depends on the local hour at which the card is shown. */
export type HourEffect =
  | { readonly shape: 'none' }
  /** points · cos(2π (hour − peakHour) / 24). */
  | { readonly shape: 'cosine'; readonly points: number; readonly peakHour: number }
  /** Points within one hour of the day, nothing elsewhere. */
  | { readonly shape: 'cell'; readonly points: number; readonly hour: number }
  /** Points from an hour on, for three hours. */
  | { readonly shape: 'window'; readonly points: number; readonly fromHour: number };

export interface EffectsTruth {
  readonly hour: HourEffect;
  readonly fatigue: FatigueTruth;
  readonly overload: OverloadTruth;
  /** Points of each format, in the order of FORMATS. */
  readonly format: readonly number[];
  readonly drift: DriftTruth;
}

/** Flat until the onset, then falling in a straight line down to the floor. */
export interface FatigueTruth {
  /** Minutes since the session began or the last break of five minutes ended. */
  readonly onsetMin: number;
  /** Points lost twenty minutes past the onset; at most twice as many are lost. */
  readonly points: number;
  /** Log of the time added for each hour past the onset. */
  readonly slowing: number;
}

/** Weeks with too much to do. */
export interface OverloadTruth {
  readonly weeksPerYear: number;
  /** Points lost in such a week. */
  readonly points: number;
  /** Factor of new cards in such a week, and log of the time added. */
  readonly newCardsFactor: number;
  readonly slowing: number;
}

/** Changes over months, for judging what assumes that nothing changes. All zero in the ordinary world. */
export interface DriftTruth {
  /** Points of recall gained per 30 days. */
  readonly abilityPerMonth: number;
  /** Amplitude in points and period in days of a slow wave of ability. */
  readonly wavePoints: number;
  readonly waveDays: number;
  /** Hours the daily rhythm moves later per 30 days. */
  readonly rhythmHoursPerMonth: number;
}

/** No effect of anything: the truth of a null learner. */
export const NO_EFFECTS: EffectsTruth = Object.freeze({
  hour: Object.freeze({ shape: 'none' }),
  fatigue: Object.freeze({ onsetMin: 30, points: 0, slowing: 0 }),
  overload: Object.freeze({ weeksPerYear: 0, points: 0, newCardsFactor: 1, slowing: 0 }),
  format: Object.freeze([0, 0, 0, 0]),
  drift: Object.freeze({ abilityPerMonth: 0, wavePoints: 0, waveDays: 120, rhythmHoursPerMonth: 0 }),
});
