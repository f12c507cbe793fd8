import { z } from 'zod';
import { bytes, command, defineContract, query } from '../rpc/contract.ts';
import { scope } from '../library/contract.ts';
import { count, nothing, uid } from '../store/schemas.ts';

const jobStarted = z.object({ job: uid });

/** How a package is merged. */
export const importOptions = z.strictObject({
  /** Notes that are here already: taken over where the package's are newer, always, or never. */
  notes: z.enum(['newer', 'always', 'never']),
  /** Due dates, states and history; without them every new card is new and nothing happens to the others. */
  scheduling: z.boolean(),
  /** Deck options, for courses and lectures that are new. */
  presets: z.boolean(),
});

export const defaultImportOptions = { notes: 'newer', scheduling: true, presets: true } as const;

/**
 * What becomes of the notes of a package, with the beginnings of some of them: new here, newer, different but not newer,
 * the same, come with another note type than they have here, new with a first field that a note here has.
 */
const noteLog = z.array(
  z.object({
    kind: z.enum(['added', 'newer', 'older', 'unchanged', 'other_type', 'same_first_field']),
    count,
    notes: z.array(z.string()).max(200),
  }),
);

/** Result of the job that `exchange.stage` starts: what an import would do, nothing done yet. */
export const importPreview = z.object({
  staging: uid,
  label: z.string(),
  packageVersion: z.int(),
  counts: z.object({
    notes: count,
    cards: count,
    reviews: count,
    scheduleChanges: count,
    media: count,
    decks: count,
    noteTypes: count,
  }),
  notes: z.object({ added: count, updated: count, unchanged: count }),
  log: noteLog,
  presets: z.array(z.string()).max(200),
  cards: z.object({ added: count, existing: count }),
  /** Reviews and schedule changes the store does not have yet. */
  reviews: z.object({ added: count, existing: count }),
  /** Courses and lectures that would come, at most 200 of `counts.decks`. */
  courses: z.array(z.object({ title: z.string(), cards: count, exists: z.boolean() })).max(200),
  /** Things a person should know, for example media named in the list but missing in the package. */
  warnings: z.array(z.object({ code: z.string(), count })).max(50),
});

/** Result of the job that `exchange.merge` starts. */
export const importReport = z.object({
  batch: uid,
  label: z.string(),
  notes: z.object({ added: count, updated: count, unchanged: count }),
  cards: z.object({ added: count, existing: count }),
  reviews: z.object({ added: count, existing: count }),
  scheduleChanges: z.object({ added: count, existing: count }),
  media: z.object({ added: count, existing: count, renamed: count }),
  warnings: z.array(z.object({ code: z.string(), count })).max(50),
});

/** Result of the job that `exchange.export` starts. */
export const exportReport = z.object({
  /** To fetch the package with `exchange.readExport`; null where it was written to a path. */
  export: uid.nullable(),
  /** A file name for it. */
  name: z.string(),
  sizeBytes: count,
  notes: count,
  cards: count,
  reviews: count,
  media: count,
  /** Media that cards name and whose files are gone. */
  missingMedia: count,
});

/** Result of the job that `exchange.exportEverything` starts. */
export const everythingReport = z.object({
  /** To fetch the file with `exchange.readExport`; null where it was written to a path. */
  export: uid.nullable(),
  /** A file name for it. */
  name: z.string(),
  sizeBytes: count,
  rows: count,
});

export type EverythingReport = z.infer<typeof everythingReport>;
export type ExportReport = z.infer<typeof exportReport>;
export type ImportOptions = z.infer<typeof importOptions>;
export type ImportPreview = z.infer<typeof importPreview>;
export type ImportReport = z.infer<typeof importReport>;

export const exchangeContract = defineContract('exchange', {
  /** Announces a file that the page will send in pieces. */
  openUpload: command({
    input: z.strictObject({
      name: z.string().min(1).max(255),
      sizeBytes: z
        .int()
        .min(0)
        .max(8 * 2 ** 30),
    }),
    output: z.object({ upload: uid, chunkBytes: count }),
  }),
  /** Pieces in order; `offset` must be what has been received so far. */
  writeUpload: command({
    input: z.strictObject({ upload: uid, offset: count, bytes: bytes({ max: 4 * 2 ** 20 }) }),
    output: z.object({ receivedBytes: count }),
  }),
  /** Reads the package into a file of its own and compares it with the store. `path` is for the terminal only. */
  stage: command({
    input: z.union([z.strictObject({ upload: uid }), z.strictObject({ path: z.string().min(1).max(4096) })]),
    output: jobStarted,
  }),
  /** Merges what was staged, in one transaction. Undoable as one step. */
  merge: command({
    input: z.strictObject({ staging: uid, options: importOptions.optional() }),
    output: jobStarted,
  }),
  discard: command({ input: z.strictObject({ staging: uid }), output: nothing }),
  /**
   * Packs cards for Anki, from one moment of the store. `colpkg` is a whole collection, which replaces the one it is
   * opened in; `apkg` is added to it. `legacy` is what versions before 2.1.50 and other programs read. `path` is for the
   * terminal only.
   */
  export: command({
    input: z.strictObject({
      scope,
      format: z.enum(['apkg', 'colpkg']),
      layout: z.enum(['legacy', 'new']),
      /** States, history, flags; without it every card is new. */
      scheduling: z.boolean(),
      media: z.boolean(),
      presets: z.boolean(),
      path: z.string().min(1).max(4096).optional(),
    }),
    output: jobStarted,
  }),
  /**
   * Writes every row of the owner as JSON, from one moment of the store; docs/everything.schema.json says of what shape.
   * `path` is for the terminal only.
   */
  exportEverything: command({
    input: z.strictObject({ path: z.string().min(1).max(4096).optional() }),
    output: jobStarted,
  }),
  /** What a package of a scope would hold; media are counted for the whole library. */
  exportCounts: query({
    input: z.strictObject({ scope }),
    output: z.object({
      title: z.string(),
      cards: count,
      notes: count,
      answers: count,
      mediaFiles: count,
      mediaBytes: count,
    }),
    reads: ['cards', 'card_states', 'courses', 'lectures', 'media'],
  }),
  /** A piece of a finished package, at most 4 MiB; it is kept until it is discarded or the program ends. */
  readExport: command({
    input: z.strictObject({ export: uid, offset: count }),
    output: z.object({ bytes: bytes({ max: 4 * 2 ** 20 }), sizeBytes: count }),
  }),
  discardExport: command({ input: z.strictObject({ export: uid }), output: nothing }),
  /** Installs the sample course that ships with the program; again: changes nothing. */
  openSample: command({ input: nothing, output: importReport }),
  /**
   * Fills an empty profile with a simulated learner: one drawn by seed, with days of history up to yesterday, or a world
   * of facts from a file (for the terminal only). The job's result is an import report; one step of undo takes it back.
   */
  simulateLearner: command({
    input: z.union([
      z.strictObject({
        seed: z
          .int()
          .min(0)
          .max(2 ** 52),
        days: z.int().min(7).max(1461),
      }),
      z.strictObject({ world: z.string().min(1).max(4096) }),
    ]),
    output: jobStarted,
  }),
});
