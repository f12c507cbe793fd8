import { z } from 'zod';
import { bytes, command, defineContract, query } from '../../rpc/contract.ts';
import { count, nothing, title, uid } from '../../store/schemas.ts';
import { renderedCard } from '../contract.ts';

const fieldHtml = z.string().max(200_000);
const fields = z.array(fieldHtml).min(1).max(200);
/** A tag has no spaces: they separate tags, as in Anki. */
const tag = z.string().min(1).max(200).regex(/^\S+$/, 'a tag has no spaces');
const tags = z.array(tag).max(200);
const cards = z.array(uid).min(1).max(5000);

export const noteType = z.object({
  uid,
  name: z.string(),
  kind: z.enum(['standard', 'cloze']),
  fields: z.array(z.string()),
  templates: z.array(z.string()),
  /** Comes with the program; it is made in the library when it is first used. */
  builtIn: z.boolean(),
});

const noteCard = z.object({
  uid,
  ordinal: count,
  template: z.string(),
  lecture: z.string(),
  /** Its deletion or the fields of its front are gone: it shows nothing until they come back or it is removed. */
  empty: z.boolean(),
});

export const notesContract = defineContract('notes', {
  /** A note, by itself or by one of its cards. */
  read: query({
    input: z.union([z.strictObject({ note: uid }), z.strictObject({ card: uid })]),
    output: z.object({
      note: uid,
      noteType,
      fields: z.array(z.string()),
      tags: z.array(z.string()),
      cards: z.array(noteCard),
    }),
    reads: ['notes', 'cards', 'note_tags', 'note_types', 'lectures'],
  }),
  /** How a note would look: one of its cards, and which cards it makes. Nothing is stored. */
  preview: query({
    input: z.strictObject({ noteType: uid, fields, tags, ordinal: count.max(499).optional() }),
    output: z.object({
      /** Ordinals of the cards these fields make, ascending. */
      ordinals: z.array(count),
      rendered: renderedCard.pick({
        questionHtml: true,
        answerHtml: true,
        css: true,
        media: true,
        empty: true,
      }),
      /**
       * What the fields say of pictures and will not be shown, at most five: a file that is not in the library, one that
       * lies elsewhere (in the web, in a folder), a picture that names no file, a tag that never ends.
       */
      broken: z.array(
        z.object({
          field: count,
          reason: z.enum(['missing', 'elsewhere', 'no_source', 'unclosed']),
          text: z.string(),
        }),
      ),
    }),
    reads: ['note_types', 'media'],
  }),
  /** Other notes of the type whose first field reads the same; at most five. */
  duplicates: query({
    input: z.strictObject({ noteType: uid, field: fieldHtml, except: uid.optional() }),
    output: z.object({ notes: z.array(z.object({ note: uid, card: uid.nullable(), text: z.string() })) }),
    reads: ['notes'],
  }),
  types: query({
    input: nothing,
    output: z.object({ types: z.array(noteType) }),
    reads: ['note_types'],
  }),
  /** Tags that begin so, for completion. */
  tags: query({
    input: z.strictObject({ prefix: z.string().max(200), limit: z.int().min(1).max(100) }),
    output: z.object({ tags: z.array(z.string()) }),
    reads: ['tags', 'note_tags'],
  }),
  /**
   * New texts and tags. Cards come for new deletions and for templates that now show something; a card that shows
   * nothing any more stays until it is removed, so that its history is not lost by a slip.
   */
  edit: command({
    input: z.strictObject({ note: uid, fields, tags }),
    output: z.object({ added: count, empty: count }),
  }),
  /** A new note in a lecture, with the cards its fields make. `invalid` where they make none. */
  add: command({
    input: z.strictObject({ noteType: uid, lecture: uid, fields, tags }),
    output: z.object({ note: uid, cards: z.array(uid) }),
  }),
  /** Adds and takes away tags on the notes of cards. */
  tag: command({
    input: z.strictObject({ cards, add: tags, remove: tags }),
    output: z.object({ notes: count }),
  }),
  /** Cards go to another lecture; their history goes with them. */
  move: command({ input: z.strictObject({ cards, lecture: uid }), output: z.object({ cards: count }) }),
  /** The notes of these cards, with all of their cards, go to the trash. Reviews are kept. */
  remove: command({
    input: z.strictObject({ cards }),
    output: z.object({ notes: count, cards: count }),
  }),
  /** Cards of a note that show nothing any more go to the trash. */
  removeEmpty: command({ input: z.strictObject({ note: uid }), output: z.object({ cards: count }) }),
  /** A new course with a lecture of its name. */
  addCourse: command({
    input: z.strictObject({ title }),
    output: z.object({ course: uid, lecture: uid }),
  }),
  addLecture: command({
    input: z.strictObject({ course: uid, parent: uid.optional(), title }),
    output: z.object({ lecture: uid }),
  }),
  /**
   * A file for a field, in pieces of at most 4 MB, 20 MB in all: the first call names it, the last piece says so and
   * gives the name that stands for it in fields, another one where a different file has the name already.
   */
  addMedia: command({
    input: z.strictObject({
      /** Made by the page for one file: a uid. */
      upload: uid,
      name: z.string().min(1).max(200),
      offset: count.max(20_000_000),
      bytes: bytes({ max: 4_000_000 }),
      last: z.boolean(),
    }),
    output: z.object({ name: z.string().nullable() }),
  }),
});
