import { workload, type CardMemories } from '#ml/memory/workload.ts';
import { seededRandom } from '#ml/random/random.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { ownPace } from '../daily-rollups.ts';
import type { parametersContract } from './contract.ts';
import { modelInForce } from './model-in-force.ts';

type Workloads = OutputOf<typeof parametersContract, 'parameters.workload'>;
type MemoryRow = { stability: number; difficulty: number; last_day: number };

const memories = statement<Record<string, never>, MemoryRow>(
  'parameters.memories',
  `SELECT stability, difficulty, last_day FROM card_states
   WHERE queue = 2 AND phase = 2 AND stability IS NOT NULL AND last_day IS NOT NULL ORDER BY card_id`,
);

/** Half a year: long enough that the intervals a retention gives show their effect, short enough for a plan. */
const simulatedDays = 180;
/** The mean of so many cards is within 2 % of that of all. */
const sampleSize = 3000;
const retentions = [0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95];

const sampled = (rows: readonly MemoryRow[]): readonly MemoryRow[] => {
  if (rows.length <= sampleSize) return rows;
  const random = seededRandom(1);
  return Array.from({ length: sampleSize }, () => rows[Math.floor(random.unit() * rows.length)]!);
};

/** Minutes and reviews a day that each desired retention would ask of the owner's cards in review: for a worker. */
export const workloadByRetention = (reader: StoreReader, today: number): Workloads => {
  const settings = readSettings(reader);
  const rows = reader.all(memories, {});
  const sample = sampled(rows);
  const pace = ownPace(reader, today);
  const passMs = Math.round(pace.reviewMs);
  // A lapse is answered, and learnt again in each of its steps.
  const failMs = Math.round(pace.reviewMs + settings['study.relearningSteps'].length * pace.learningMs);
  const cards: CardMemories = {
    stability: Float64Array.from(sample, (row) => row.stability),
    difficulty: Float64Array.from(sample, (row) => row.difficulty),
    lastDay: Int32Array.from(sample, (row) => row.last_day),
  };
  const options = {
    today,
    days: simulatedDays,
    maximumIntervalDays: settings['study.maximumIntervalDays'],
    passMs,
    failMs,
  };
  const model = modelInForce(reader, settings);
  return {
    points:
      sample.length === 0
        ? []
        : retentions.map((retention) => {
            const { reviews, ms, remembered } = workload(model, cards, { ...options, retention });
            return {
              retention,
              minutesPerDay: (ms * rows.length) / 60_000,
              reviewsPerDay: reviews * rows.length,
              remembered,
            };
          }),
    cards: rows.length,
    sampled: sample.length,
    days: simulatedDays,
    passMs,
    failMs,
    desiredRetention: settings['study.desiredRetention'],
  };
};
