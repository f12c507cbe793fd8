import type { Answers } from './answers.ts';
import { firstAnswers } from './item-pairs.ts';

const LEAST_SHARED = 20;
const LEAST_CORRELATION = 0.8;

type First = { items: Int32Array; outcomes: Uint8Array };

const firstOf = (answers: Answers): First[] => {
  const seen = new Set<number>();
  return Array.from({ length: answers.starts.length - 1 }, (_, learner) => {
    const rows = firstAnswers(answers, answers.starts[learner]!, answers.starts[learner + 1]!, seen);
    return {
      items: Int32Array.from(rows, (row) => answers.items[row]!),
      outcomes: Uint8Array.from(rows, (row) => answers.outcomes[row]!),
    };
  });
};

/** Whether two learners did alike: `byItem` has the first outcomes of one, −1 elsewhere. */
function isAlike(byItem: Int8Array, { items, outcomes }: First): boolean {
  let [n, x, y, xy] = [0, 0, 0, 0];
  for (let place = 0; place < items.length; place += 1) {
    const mine = byItem[items[place]!]!;
    if (mine < 0) continue;
    const theirs = outcomes[place]!;
    n += 1;
    x += mine;
    y += theirs;
    xy += mine & theirs;
  }
  if (n < LEAST_SHARED) return false;
  // Outcomes are 0 and 1: their squares are themselves.
  const spread = Math.sqrt((x - (x * x) / n) * (y - (y * y) / n));
  return spread > 0 && (xy - (x * y) / n) / spread >= LEAST_CORRELATION;
}

/** Goes through learners with the first outcomes of each by item, −1 where there is none. */
function eachByItem(
  learners: readonly First[],
  items: number,
  visit: (byItem: Int8Array, learner: number) => void,
) {
  const byItem = new Int8Array(items).fill(-1);
  for (const [learner, own] of learners.entries()) {
    for (let place = 0; place < own.items.length; place += 1)
      byItem[own.items[place]!] = own.outcomes[place]!;
    if (own.items.length >= LEAST_SHARED) visit(byItem, learner);
    for (const item of own.items) byItem[item] = -1;
  }
}

/**
 * Learners of `asked` who seem to be among `known` under another id: first answers to 20 or more shared items correlate
 * by .8 or more (Pearson). Published logs hold some, and whoever knows the one knows the other by heart.
 * @param items how many items there are
 * @returns 1 for each learner who has a duplicate
 */
export function duplicateLearners(known: Answers, asked: Answers, items: number): Uint8Array {
  const others = firstOf(known).filter((other) => other.items.length >= LEAST_SHARED);
  const found = new Uint8Array(asked.starts.length - 1);
  eachByItem(firstOf(asked), items, (byItem, learner) => {
    found[learner] = others.some((other) => isAlike(byItem, other)) ? 1 : 0;
  });
  return found;
}

/**
 * The person behind each learner, as far as it shows: learners who seem to be one share a number. What is judged on a
 * learner must not have been learnt from another id of theirs.
 */
export function personsOf(answers: Answers, items: number): Int32Array {
  const learners = firstOf(answers);
  const persons = Int32Array.from(learners, (_, learner) => learner);
  const rootOf = (learner: number): number => {
    let root = learner;
    while (persons[root] !== root) root = persons[root]!;
    return root;
  };
  eachByItem(learners, items, (byItem, learner) => {
    for (let other = 0; other < learner; other += 1)
      if (learners[other]!.items.length >= LEAST_SHARED && isAlike(byItem, learners[other]!))
        persons[rootOf(other)] = rootOf(learner);
  });
  return persons.map((_, learner) => rootOf(learner));
}
