import { z } from 'zod';
import { bytes, command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../../store/schemas.ts';

/** `americano`: the bytes a model is kept as. `ml-random-forest`: the JSON that package (2.1.0) writes and loads. */
export const modelFormat = z.enum(['americano', 'ml-random-forest']);

const name = z.string().trim().min(1).max(200);
const path = z.string().min(1).max(4096);

/** What is told of a forest. */
export const forestFacts = z.object({
  task: z.enum(['classification', 'regression']),
  /** 0 of a regression. */
  classes: count,
  /** Features a row has. */
  columns: count,
  trees: count,
  nodes: count,
});

const model = z.object({
  uid,
  name: z.string(),
  origin: z.enum(['trained', 'imported']),
  /** What its snapshot is: `forest`, … */
  kind: z.string(),
  /** null of another kind. */
  forest: forestFacts.nullable(),
  sizeBytes: count,
  createdAt: instant,
});

/** A file fetched by a page comes in one answer, so it has the size of one. */
export const mostAnswerBytes = 4 * 2 ** 20;

export type ModelFormat = z.infer<typeof modelFormat>;
export type ForestFacts = z.infer<typeof forestFacts>;

/** Models as they are kept on this machine, and the way of a model from and to other programs. */
export const modelsContract = defineContract('twin', {
  /** The newest first. */
  models: query({ input: nothing, output: z.object({ models: z.array(model) }), reads: ['model_artifacts'] }),
  /**
   * Takes a forest from a file: one that was sent with `exchange.openUpload`, or a path, for the terminal only. `invalid`
   * where the file is no such model or beyond the bounds; `details.reason` says what is wrong with it.
   */
  importModel: command({
    input: z.union([
      z.strictObject({ format: modelFormat, path, name: name.optional() }),
      z.strictObject({ format: modelFormat, upload: uid, name: name.optional() }),
    ]),
    output: z.object({ model }),
  }),
  /**
   * Gives a forest as a file: written to a path, for the terminal only, or as bytes. A classifier of ml-random-forest
   * lets its trees vote: with `votesPerTree` trees for each of ours its classes are the same wherever the most probable
   * one leads by more than `margin`; with `probabilityOf` it is a regression that gives the probability of that class.
   */
  exportModel: command({
    input: z.strictObject({
      model: uid,
      format: modelFormat,
      path: path.optional(),
      votesPerTree: z.int().min(1).max(5000).optional(),
      probabilityOf: z.int().min(0).max(254).optional(),
    }),
    output: z.object({
      name: z.string(),
      sizeBytes: count,
      /** null where it was written to a path. */
      bytes: bytes({ max: mostAnswerBytes }).nullable(),
      /** Of a classifier for ml-random-forest, else null. */
      votes: z.object({ votesPerTree: count, margin: z.number() }).nullable(),
      /** Whether rows with missing values are predicted differently there: it always sends them right. */
      missingValuesDiffer: z.boolean(),
    }),
  }),
  /** Forgets a model. There is no undo: a model is trained, or imported, again. */
  removeModel: command({ input: z.strictObject({ model: uid }), output: nothing }),
});
