import { z } from 'zod';
import { customStudy } from './custom/contract.ts';
import { phase, renderedCard, scope } from '../library/contract.ts';
import { command, defineContract, query } from '../rpc/contract.ts';
import { count, instant, nothing, studyDay, uid } from '../store/schemas.ts';

const rating = z.int().min(1).max(4);

/** What one rating would give. */
const outcome = z.object({ rating, intervalSeconds: z.int().min(0) });

const progress = z.object({
  /** Answers given in this session. */
  answered: count,
  /** Cards left now, by kind. */
  fresh: count,
  learning: count,
  review: count,
  /** Expected milliseconds for what is left, and milliseconds spent, from the owner's own pace. */
  leftMs: count,
  spentMs: count,
});

/** The next thing to do in a session. */
export const step = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('card'),
    rendered: renderedCard,
    phase,
    /** Answers the card has had: sent back with the next one, so that an answer is never given to a state nobody saw. */
    reps: count,
    outcomes: z.array(outcome).length(4),
    /** false: practice; the answer is kept and changes no card. */
    reschedules: z.boolean(),
    /** From the preset of the card's lecture; 0 seconds: never by itself. */
    timer: z.object({
      showTimer: z.boolean(),
      capSeconds: count,
      autoRevealSeconds: z.number(),
      autoAnswerSeconds: z.number(),
    }),
    /** Forgotten so often that its preset calls it a leech. */
    leech: z.boolean(),
    /** The owner wants to be asked how sure they are, before the answer is shown. */
    askConfidence: z.boolean(),
    progress,
    /** Media of the card that will probably follow, to fetch ahead. */
    upcomingMedia: z.array(z.string()),
  }),
  /** Only cards in learning are left and none may come yet. */
  z.object({ kind: z.literal('waiting'), until: instant, progress }),
  /** `time`: the minutes of the session are over, whatever is left. */
  z.object({ kind: z.literal('finished'), reason: z.enum(['done', 'time']), progress }),
]);

const session = z.object({
  uid,
  startedAt: instant,
  endedAt: instant.nullable(),
  scope,
  title: z.string(),
  paused: z.boolean(),
  /** The plan of the day, or cards of one's own choice (then `custom` says which). */
  kind: z.enum(['day', 'custom']),
  custom: customStudy.nullable(),
  budgetMinutes: z.int().nullable(),
  /** New cards come after all others. */
  newLast: z.boolean(),
  /** When it will be over by the owner's own pace, or by its minutes. */
  finishAt: instant,
});

const sessionSummary = z.object({
  session: uid,
  startedAt: instant,
  endedAt: instant.nullable(),
  title: z.string(),
  answers: count,
  cards: count,
  /** Answers on cards in review, and how many of them were recalled. */
  reviewAnswers: count,
  reviewRecalled: count,
  /** Recalled answers the memory model expected among them; null without review answers. */
  expectedRecalled: z.number().nullable(),
  introduced: count,
  studiedMs: count,
});

const historyEntry = z.object({
  at: instant,
  kind: z.enum(['review', 'schedule_change', 'baseline']),
  /** 1 Forgot, 2 Hard, 3 Good, 4 Easy; null where no answer was given. */
  rating: z.int().min(1).max(4).nullable(),
  phase: z.enum(['new', 'learning', 'review', 'relearning', 'filtered']).nullable(),
  intervalSeconds: z.int(),
  durationMs: count,
  source: z.string().nullable(),
});

export const studyContract = defineContract('study', {
  today: query({
    input: nothing,
    output: z.object({
      studyDay,
      now: instant,
      /** Any card at all in the library. */
      hasCards: z.boolean(),
      due: count,
      fresh: count,
      learning: count,
      /** Reviews due beyond today's limits; they stay for tomorrow. */
      heldBack: count,
      /** New cards beyond today's limits, counted to 10,000. */
      newHeldBack: count,
      /** Courses with something in the plan of today, in the order of the library. */
      courses: z.array(
        z.object({ uid, title: z.string(), due: count, learning: count, fresh: count, minutes: z.number() }),
      ),
      minutes: z.number(),
      finishAt: instant,
      /** Answers behind the pace that `minutes` rests on; under 30 a common pace stands in. */
      paceAnswers: count,
      answeredToday: count,
      studiedTodayMs: count,
      /** Reviews due on each of seven days, today first; what is late counts today. */
      week: z.array(z.object({ studyDay, due: count })).length(7),
      lastSession: sessionSummary.nullable(),
      openSession: session.nullable(),
    }),
    reads: [
      'card_states',
      'daily_rollups',
      'reviews',
      'study_sessions',
      'session_pauses',
      'settings',
      'cards',
      'courses',
      'lectures',
    ],
  }),
  /**
   * Opens a session, or goes on with the open one of the same scope and study day. A budget or a choice of one's own
   * goes on only with a session that has the same; without either, any open session of the scope goes on.
   */
  start: command({
    input: z.strictObject({
      scope,
      /** The plan is cut to what fits, most valuable first, and the session ends when the time is over. */
      budgetMinutes: z.int().min(1).max(600).optional(),
      custom: customStudy.optional(),
    }),
    output: z.object({ session, step }),
  }),
  /** How many cards such a session would have, and how long it would take. */
  countCustom: query({
    input: z.strictObject({ scope, custom: customStudy }),
    output: z.object({ cards: count, minutes: z.number() }),
    reads: [
      'card_states',
      'reviews',
      'log_undos',
      'cards',
      'notes',
      'note_tags',
      'objective_cards',
      'objective_rules',
      'lectures',
      'courses',
      'daily_rollups',
      'settings',
    ],
  }),
  /** More cards today than the limits give, for a course, a lecture or everything; tomorrow the limits hold again. Undoable. */
  raiseLimits: command({
    input: z.strictObject({ scope, newCards: z.int().min(0).max(9999), reviews: z.int().min(0).max(9999) }),
    output: nothing,
  }),
  /**
   * The open session, also after a crash, and what comes next in it. One that was left open on an earlier study day has
   * ended with its last answer.
   */
  current: query({
    input: nothing,
    output: z.object({ session: session.nullable(), step: step.nullable() }),
    reads: [
      'study_sessions',
      'session_pauses',
      'reviews',
      'log_undos',
      'card_states',
      'cards',
      'notes',
      'settings',
      'courses',
      'lectures',
    ],
  }),
  /** Durable when it returns. The same request again returns the same record and changes nothing. */
  answer: command({
    input: z.strictObject({
      /** Made by the page, one for each answer: a UUIDv7 as hex. It becomes the uid of the review. */
      request: uid,
      session: uid,
      card: uid,
      /** `reps` of the step that was answered: `conflict` where another window has answered the card meanwhile. */
      reps: count.optional(),
      rating,
      /** From the question's appearance to the answer key. */
      durationMs: z.int().min(0).max(86_400_000),
      /** How sure the person was before the answer was shown. */
      confidencePercent: z.int().min(0).max(100).optional(),
    }),
    output: z.object({
      review: uid,
      /** This answer made the card a leech (again); what its preset says was done to it, and is undone with the answer. */
      leech: z.enum(['tagged', 'suspended']).nullable(),
      /** false: this request had been recorded before. */
      recorded: z.boolean(),
      intervalSeconds: z.int(),
      step,
    }),
  }),
  pause: command({ input: z.strictObject({ session: uid }), output: nothing }),
  /** From now on new cards come after all others in this session. */
  newLast: command({ input: z.strictObject({ session: uid }), output: nothing }),
  resume: command({ input: z.strictObject({ session: uid }), output: nothing }),
  finish: command({ input: z.strictObject({ session: uid }), output: sessionSummary }),
  summary: query({
    input: z.strictObject({ session: uid }),
    output: sessionSummary,
    reads: ['study_sessions', 'session_pauses', 'reviews', 'log_undos'],
  }),
  /** Where a card stands, its history and its forgetting curve. */
  cardInfo: query({
    input: z.strictObject({ card: uid }),
    output: z.object({
      card: uid,
      course: z.string(),
      lecture: z.string(),
      noteType: z.string(),
      template: z.string(),
      addedAt: instant,
      phase,
      suspended: z.boolean(),
      dueDay: studyDay.nullable(),
      dueAt: instant.nullable(),
      intervalDays: z.number(),
      reps: count,
      lapses: count,
      stability: z.number().nullable(),
      difficulty: z.number().nullable(),
      /** Study days since the last review; null without a memory state. */
      sinceDays: count.nullable(),
      /** Probability of recall now; null without a memory state. */
      retrievability: z.number().nullable(),
      /** Newest first, at most 1,000 rows of `historyTotal`. */
      history: z.array(historyEntry),
      historyTotal: count,
      /** Forgetting curve from the last review to today at least: (days since, retrievability). Empty without a memory state. */
      curve: z.array(z.object({ days: z.number(), retrievability: z.number() })),
    }),
    reads: [
      'reviews',
      'schedule_changes',
      'log_undos',
      'cards',
      'card_states',
      'courses',
      'lectures',
      'settings',
    ],
  }),
});
