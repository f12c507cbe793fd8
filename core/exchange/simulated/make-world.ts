import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { DataError } from '#ml/data/data-error.ts';
import { seededRandom } from '#ml/random/random.ts';
import { drawLearner } from '#ml/simulate/draw-learner.ts';
import { simulateLearner } from '#ml/simulate/simulate-learner.ts';
import { parseWorld } from '#ml/simulate/world-jsonl.ts';
import type { WorldFacts } from '#ml/simulate/world.ts';
import { RpcError } from '../../rpc/errors.ts';

/** The facts of a simulated learner, and what names them: the same identity is the same learner. */
export type NamedWorld = { facts: WorldFacts; identity: string };

/**
 * A lecture of 60 cards every six days: there is always something new, and nobody gets through all of it. Objectives of 20
 * cards, so that a week of one can be judged by more than its lapses.
 */
const contentFor = (days: number) => ({
  lectures: Math.max(4, Math.ceil(days / 6)),
  objectivesPerLecture: 3,
  cardsPerObjective: 20,
});
const maxFileBytes = 512 * 2 ** 20;
const maxLines = 5_000_000;

/** Draws a learner of the population by seed and simulates their days up to the one before `today`. */
export const drawWorld = (seed: number, days: number, today: number): NamedWorld => {
  const firstDay = today - days;
  const truth = drawLearner(seededRandom(seed));
  const { facts } = simulateLearner(truth, { seed, firstDay, days, content: contentFor(days) });
  return { facts, identity: `seed ${seed}, ${days} days from ${firstDay}` };
};

const readLines = async (path: string, signal: AbortSignal): Promise<{ lines: string[]; sha256: string }> => {
  const hash = createHash('sha256');
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (lines.length === maxLines) throw new RpcError('too_large', { limit: maxLines });
    lines.push(line);
    hash.update(line).update('\n');
    if (lines.length % 10_000 === 0) signal.throwIfAborted();
  }
  return { lines, sha256: hash.digest('hex') };
};

/**
 * Reads a world of facts from JSON lines; truth that comes with it is left where it is.
 * Throws `not_found`, `too_large`, and `invalid` with the line that is wrong.
 */
export const readWorld = async (path: string, signal: AbortSignal): Promise<NamedWorld> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new RpcError('not_found', { file: path });
  if (found.size > maxFileBytes) throw new RpcError('too_large', { limit: maxFileBytes });
  const { lines, sha256 } = await readLines(path, signal);
  try {
    return { facts: parseWorld(lines).facts, identity: `file ${sha256}` };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new RpcError('invalid', { column: error.column, row: error.row, problem: error.problem });
  }
};
