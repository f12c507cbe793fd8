import { createEmptyCard, fsrs } from 'ts-fsrs';
import { utcOffsetMinutes } from '#core/store/study-day.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { nextMemory, type Memory, type Rating } from '#ml/memory/memory.ts';
import { quantile, type Bench } from './bench.ts';
import { zone } from './profile.ts';

const reviews = 300_000;
const peerReviews = 30_000;
const runs = 5;
const dayMs = 86_400_000;

const ratingOf = (index: number): Rating => (index % 9 === 0 ? 1 : 3);

const perSecond = (count: number, work: () => unknown): number => {
  const rates = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return (count * 1000) / (performance.now() - start);
  });
  return Math.round(quantile(rates, 0.5));
};

const ourMemory = (): Memory | null => {
  const parameters = fsrsParameters();
  let memory: Memory | null = null;
  for (let index = 0; index < reviews; index += 1) {
    memory = nextMemory(parameters, index % 12 === 0 ? null : memory, (index * 7) % 30, ratingOf(index));
  }
  return memory;
};

/** The same library through its usual door, with cards and dates. */
const peerMemory = (): number => {
  const scheduler = fsrs({ enable_fuzz: false });
  let card = createEmptyCard(0);
  for (let index = 0; index < peerReviews; index += 1) {
    if (index % 12 === 0) card = createEmptyCard(index * dayMs);
    const at = new Date(card.due.getTime() + ((index * 7) % 30) * dayMs);
    card = scheduler.next(card, at, ratingOf(index)).card; // 1 to 4 is what Grade names
  }
  return card.stability;
};

const offsets = (): number => {
  const from = Date.UTC(2016, 0, 1);
  let sum = 0;
  for (let index = 0; index < reviews; index += 1)
    sum += utcOffsetMinutes(from + ((index * 7_919_333) % 315_360_000) * 1000, zone);
  return sum;
};

/** The pure parts of scheduling, median of five runs each. */
export const schedulerBench: Bench = async () => [
  { what: 'FSRS-6 memory by study days', perSecond: perSecond(reviews, ourMemory) },
  { what: 'ts-fsrs with cards and dates (peer)', perSecond: perSecond(peerReviews, peerMemory) },
  { what: 'UTC offsets of a zone over ten years', perSecond: perSecond(reviews, offsets) },
];
