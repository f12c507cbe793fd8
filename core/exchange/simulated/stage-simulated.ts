import { basename } from 'node:path';
import type { Settings } from '../../settings/contract.ts';
import { studyDay, utcOffsetMinutes } from '../../store/study-day.ts';
import { drawWorld, readWorld, type NamedWorld } from './make-world.ts';
import { stageWorld } from './stage-world.ts';

type Learner = { seed: number; days: number } | { world: string };

/** Stages a simulated learner: drawn by seed up to the day before today, or read from a file of facts. */
export const stageSimulated = async (options: {
  folder: string;
  learner: Learner;
  now: number;
  zone: string;
  settings: Settings;
  onProgress(step: string, done: number, total: number): void;
  signal: AbortSignal;
}): Promise<void> => {
  const { learner, now, zone, settings, signal } = options;
  options.onProgress('simulate', 0, 0);
  signal.throwIfAborted();
  const today = studyDay(now, utcOffsetMinutes(now, zone), settings['study.rolloverHour']);
  const world: NamedWorld =
    'seed' in learner ? drawWorld(learner.seed, learner.days, today) : await readWorld(learner.world, signal);
  const title =
    'seed' in learner ? `Simulated learner ${learner.seed}` : `Simulated: ${basename(learner.world)}`;
  const createdAt = Math.min(now, (world.facts.firstDay - 1) * 86_400_000);
  stageWorld(options.folder, world.facts, { identity: world.identity, title, createdAt });
};
