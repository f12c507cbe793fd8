import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import { fsrsParameters, type FsrsParameters } from './fsrs-parameters.ts';
import type { TimedReviews } from './interday-rows.ts';
import { intervalFor, nextMemory, retrievability, type Memory, type Rating } from './memory.ts';

const dayMs = 86_400_000;

/**
 * Reviews of somebody whose memory follows the given parameters and who presses only Again and Good; the time of an
 * answer tells how well it was remembered. The schedule is that of the default parameters. With a spread, each card has
 * a factor of stability of its own (standard deviation of its logarithm) that nothing but answers and times shows.
 */
export function reviewsOf(
  truth: FsrsParameters,
  { cards, answers, seed, spread = 0 }: { cards: number; answers: number; seed: number; spread?: number },
): TimedReviews {
  const random = seededRandom(seed);
  const planned = fsrsParameters();
  const starts = [0];
  const rows: { day: number; rating: Rating; at: number; durationMs: number }[] = [];
  for (let card = 0; card < cards; card += 1) {
    const factor = spread === 0 ? 1 : Math.exp(normal(random, 0, spread));
    let day = 20_000 + Math.floor(random.unit() * 60);
    let believed: Memory | null = null;
    let real: Memory | null = null;
    let elapsed = 0;
    for (let answer = 0; answer < answers; answer += 1) {
      const chance: number = real === null ? 0.5 : retrievability(truth, real.stability * factor, elapsed);
      const rating: Rating = random.unit() < chance ? 3 : 1;
      const durationMs = 6000 * Math.exp(normal(random, 2 * (0.9 - chance), 0.3));
      rows.push({ day, rating, at: day * dayMs + card * 1000, durationMs });
      real = nextMemory(truth, real, elapsed, rating);
      believed = nextMemory(planned, believed, elapsed, rating);
      elapsed = Math.max(1, Math.round(intervalFor(planned, believed.stability, 0.9)));
      day += elapsed;
    }
    starts.push(rows.length);
  }
  return {
    starts: Int32Array.from(starts),
    days: Int32Array.from(rows, (row) => row.day),
    ratings: Uint8Array.from(rows, (row) => row.rating),
    at: Float64Array.from(rows, (row) => row.at),
    durationMs: Float64Array.from(rows, (row) => row.durationMs),
  };
}
