import { z } from 'zod';
import { bytes, command, defineContract, query } from '../rpc/contract.ts';
import { count, instant, nothing, studyDay, title, uid } from '../store/schemas.ts';

/** Cards of a course or lecture by where they stand; `due` counts what the plan of today has of them, new ones aside. */
const cardCounts = z.object({
  total: count,
  fresh: count,
  learning: count,
  review: count,
  inactive: count,
  due: count,
});

const objective = z.object({ uid, title: z.string(), prerequisites: z.array(uid) });

const lecture = z.object({
  uid,
  title: z.string(),
  /** null: directly under the course. */
  parent: uid.nullable(),
  objectives: z.array(objective),
  /** Of this lecture alone, without those nested in it. */
  counts: cardCounts,
});

const course = z.object({ uid, title: z.string(), description: z.string(), lectures: z.array(lecture) });

/** What of the library is meant: everything, a course, or a lecture with what is nested in it. */
export const scope = z.strictObject({ course: uid.optional(), lecture: uid.optional() });

const cardSort = z.enum(['added', 'due', 'stability', 'lapses']);

export const phase = z.enum(['new', 'learning', 'review', 'relearning']);

const cardRow = z.object({
  uid,
  note: uid,
  /** Plain text of the question side, at most 200 characters. */
  question: z.string(),
  template: z.string(),
  lecture: z.string(),
  tags: z.array(z.string()),
  phase,
  suspended: z.boolean(),
  /** Until the next study day. */
  buried: z.boolean(),
  flag: z.int(),
  /** null: new, or waiting in learning steps (then `dueAt`). */
  dueDay: studyDay.nullable(),
  dueAt: instant.nullable(),
  intervalDays: z.number(),
  stability: z.number().nullable(),
  lapses: count,
  reps: count,
});

/** What a side plays by itself, in order. `place` counts the players in that side's HTML (`data-player`). */
export const cardSound = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), place: count, name: z.string() }),
  z.object({
    kind: z.literal('speech'),
    place: count,
    text: z.string(),
    /** As written in the template, for example `en_GB`. */
    lang: z.string(),
    /** Names of voices, the best first; may be empty. */
    voices: z.array(z.string()),
    /** 1: normal. */
    speed: z.number(),
  }),
]);

/** A card ready for the sandboxed frame: media stand as data-media attributes, scripts are gone. */
export const renderedCard = z.object({
  card: uid,
  questionHtml: z.string(),
  answerHtml: z.string(),
  css: z.string(),
  /** Names to fetch with library.media. */
  media: z.array(z.string()),
  /** The front has nothing to show. */
  empty: z.boolean(),
  /** The answer's list does not repeat what the question played. */
  sounds: z.object({ question: z.array(cardSound), answer: z.array(cardSound) }),
  /** What is to be typed (`{{type:…}}`), as plain text; null on a card without it. */
  typed: z
    .object({
      expected: z.string(),
      /** false: accents and other combining marks do not count (`{{type:nc:…}}`). */
      combining: z.boolean(),
    })
    .nullable(),
  /** Scripts and event handlers that were taken out of both sides. */
  droppedScripts: count,
  course: z.string(),
  lecture: z.string(),
  objective: z.string().nullable(),
  /** The objective is a prerequisite of another one. */
  isPrerequisite: z.boolean(),
  template: z.string(),
  tags: z.array(z.string()),
  flag: z.int(),
});

/** Why a search cannot be understood; then nothing is found. */
const searchProblem = z.object({
  term: z.string(),
  reason: z.enum([
    'unknown_key',
    'unknown_state',
    'unknown_property',
    'bad_number',
    'no_value',
    'too_many_terms',
  ]),
});

const cardSearchReads = [
  'notes',
  'cards',
  'card_states',
  'note_tags',
  'note_types',
  'lectures',
  'courses',
  'reviews',
  'log_undos',
  'settings',
];

export const libraryContract = defineContract('library', {
  tree: query({
    input: nothing,
    output: z.object({ courses: z.array(course) }),
    reads: [
      'courses',
      'lectures',
      'learning_objectives',
      'objective_prerequisites',
      'cards',
      'card_states',
      'settings',
      'course_presets',
      'reviews',
      'log_undos',
    ],
    heavy: true,
  }),
  cards: query({
    input: z.strictObject({
      scope,
      /**
       * Words that must all occur (prefixes count), `"a phrase"`, `is:due`, `tag:x`, `prop:lapses>=3` and the like (see
       * search/parse-search.ts), each with a minus for its opposite; empty: no restriction.
       */
      search: z.string().max(400),
      sort: cardSort,
      descending: z.boolean(),
      offset: count.max(1_000_000),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ total: count, rows: z.array(cardRow), problem: searchProblem.nullable() }),
    reads: cardSearchReads,
    heavy: true,
  }),
  /** The cards of a search, to do something to all of them; those that come first where they are more than `limit`. */
  select: query({
    input: z.strictObject({
      scope,
      search: z.string().max(400),
      sort: cardSort.default('added'),
      descending: z.boolean().default(false),
      limit: z.int().min(1).max(5000),
    }),
    output: z.object({ total: count, cards: z.array(uid) }),
    reads: cardSearchReads,
    heavy: true,
  }),
  card: query({
    input: z.strictObject({ card: uid }),
    output: renderedCard,
    reads: ['notes', 'cards', 'note_types', 'media'],
  }),
  /** Courses, lectures and cards by words, for the palette and search as you type. */
  find: query({
    input: z.strictObject({ text: z.string().max(400), limit: z.int().min(1).max(50) }),
    output: z.object({
      hits: z.array(
        z.object({
          kind: z.enum(['course', 'lecture', 'card']),
          uid,
          title: z.string(),
          /** Course and lecture it stands in. */
          place: z.string(),
        }),
      ),
    }),
    reads: ['courses', 'lectures', 'notes', 'cards'],
  }),
  /**
   * Bytes of a media file by its name, from `offset` (0 if left out) on, at most 7 MB a call: a film comes in pieces. null
   * where the library has none of this name.
   */
  media: query({
    input: z.strictObject({ name: z.string().min(1).max(500), offset: z.int().min(0).optional() }),
    output: z.object({
      file: z.object({ mime: z.string(), sizeBytes: count, bytes: bytes({ max: 7_000_000 }) }).nullable(),
    }),
    reads: ['media'],
  }),
  rename: command({
    input: z.strictObject({ kind: z.enum(['course', 'lecture']), uid, title }),
    output: nothing,
  }),
  /** Puts a course or lecture with its cards away; their reviews are kept. Undoable. */
  remove: command({
    input: z.strictObject({ kind: z.enum(['course', 'lecture']), uid }),
    output: z.object({ cards: count }),
  }),
});
