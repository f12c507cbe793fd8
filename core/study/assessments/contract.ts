import { z } from 'zod';
import { renderedCard } from '../../library/contract.ts';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../../store/schemas.ts';

export const fewestQuestions = 5;
export const mostQuestions = 200;

/** What a practice test is about. */
export const about = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exam'), uid }),
  z.strictObject({ kind: z.literal('course'), uid }),
  z.strictObject({ kind: z.literal('lecture'), uid }),
  z.strictObject({ kind: z.literal('objective'), uid }),
]);

export const format = z.enum(['flashcard', 'typed', 'choice']);

export const options = z.strictObject({
  questions: z.int().min(fewestQuestions).max(mostQuestions),
  format: z.enum(['flashcard', 'typed', 'choice', 'mixed']),
  /** "How sure?" before the answer is shown. */
  askConfidence: z.boolean(),
  limitMinutes: z.int().min(1).max(600).nullable(),
  /** Answers are reviews as well and schedule their cards. */
  reschedule: z.boolean(),
});

const progress = z.object({ answered: count, correct: count, questions: count });

/** Where a test stands. */
export const testStep = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('question'),
    place: count,
    format,
    rendered: renderedCard,
    /** The answer as plain text: what is typed, or chosen. */
    expected: z.string(),
    /** Of a choice, in the order of the test; empty otherwise. */
    choices: z.array(z.string()),
    progress,
  }),
  /** No question is left, the time is over, or the person ended it. */
  z.object({ kind: z.literal('over'), progress }),
]);

const test = z.object({
  uid,
  title: z.string(),
  exam: uid.nullable(),
  options,
  startedAt: instant,
  /** When its time is over; null without a limit. */
  endsAt: instant.nullable(),
  endedAt: instant.nullable(),
  outcome: z.enum(['finished', 'abandoned']).nullable(),
});

const interval = z.object({ low: z.number(), high: z.number() });
/** `interval`: of the share, 90 % (Wilson); null without answers. */
const score = z.object({ correct: count, answered: count, interval: interval.nullable() });

const reads = [
  'assessments',
  'assessment_answers',
  'log_undos',
  'cards',
  'notes',
  'lectures',
  'courses',
  'learning_objectives',
  'exams',
];

export const assessmentsContract = defineContract('assessments', {
  /** How many cards could be asked; a test has at most so many questions. */
  count: query({
    input: z.strictObject({ about }),
    output: z.object({ title: z.string(), cards: count, objectives: count }),
    reads: [...reads, 'card_states', 'objective_cards', 'objective_rules', 'exam_objectives'],
  }),
  /** Fixes the questions. `conflict` where there is no card to ask. */
  start: command({ input: z.strictObject({ about, options }), output: z.object({ test, step: testStep }) }),
  /** A test and its next question; goes on after a restart. */
  at: query({
    input: z.strictObject({ test: uid }),
    output: z.object({ test, step: testStep }),
    reads: [...reads, 'note_types', 'card_templates', 'note_fields', 'media'],
  }),
  /** Whether what was typed is the answer: case, punctuation and accents do not count. */
  check: query({
    input: z.strictObject({ test: uid, place: count, given: z.string().max(2000) }),
    output: z.object({ match: z.enum(['right', 'near', 'wrong']) }),
    reads: ['assessments'],
  }),
  /** Durable when it returns. The same request again returns the same record and changes nothing. */
  answer: command({
    input: z.strictObject({
      request: uid,
      test: uid,
      place: count,
      /** The text that was typed or chosen. */
      given: z.string().max(2000).optional(),
      /** The person's own verdict; of a choice, and of a text that is right, the service says. */
      correct: z.boolean(),
      confidencePercent: z.int().min(0).max(100).optional(),
      durationMs: z.int().min(0).max(86_400_000),
    }),
    output: z.object({ correct: z.boolean(), recorded: z.boolean(), step: testStep }),
  }),
  finish: command({ input: z.strictObject({ test: uid }), output: nothing }),
  abandon: command({ input: z.strictObject({ test: uid }), output: nothing }),
  result: query({
    input: z.strictObject({ test: uid }),
    output: z.object({
      test,
      score,
      questions: count,
      durationMs: count,
      objectives: z.array(z.object({ title: z.string(), score })),
      /** What was said before the answer against what was right, by what was said. */
      calibration: z.object({
        answers: count,
        groups: z.array(z.object({ statedPercent: z.number(), score })),
      }),
      missed: z.array(
        z.object({ card: uid, question: z.string(), expected: z.string(), given: z.string().nullable() }),
      ),
    }),
    reads,
  }),
  /** The newest first. */
  list: query({
    input: z.strictObject({ exam: uid.optional(), limit: z.int().min(1).max(500) }),
    output: z.object({
      tests: z.array(test.extend({ questions: count, score, durationMs: count })),
    }),
    reads,
  }),
});
