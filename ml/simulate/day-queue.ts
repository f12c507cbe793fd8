import type { LearnerState } from './learner-state.ts';

/** What is planned for a day, in the order to show it; learning steps come in between. */
export interface DayQueue {
  readonly cards: readonly number[];
  next: number;
}

/** Due reviews, those most likely still remembered first, with the new cards spread evenly among them. */
export function planQueue(state: LearnerState, studyDay: number, newCards: number): DayQueue {
  const { schedule, truth } = state;
  const due: number[] = [];
  const { forgetting } = state;
  for (let card = 0; card < state.introduced; card += 1) {
    if (schedule.dueAt[card] !== 0 || schedule.dueDay[card]! > studyDay) continue;
    forgetting[card] = (studyDay - schedule.lastDay[card]!) / schedule.stability[card]!;
    due.push(card);
  }
  due.sort((a, b) => forgetting[a]! - forgetting[b]! || a - b);
  const reviews = due.slice(0, truth.scheduler.reviewsPerDay);
  const left = schedule.phase.length - state.introduced;
  const fresh = Math.min(newCards, left);
  const cards: number[] = [];
  let taken = 0;
  for (let index = 0; index < fresh; index += 1) {
    const before = Math.floor(((index + 1) * reviews.length) / (fresh + 1));
    while (taken < before) cards.push(reviews[taken++]!);
    cards.push(state.introduced + index);
  }
  while (taken < reviews.length) cards.push(reviews[taken++]!);
  return { cards, next: 0 };
}

/**
 * The card to show now: a step that is over, else the plan, else a step that ends within the learn-ahead time; null
 * when there is nothing. The card just answered waits while another can come.
 * @param last the card answered just before, −1 for none
 */
export function nextCard(state: LearnerState, queue: DayQueue, now: number, last: number): number | null {
  const { dueAt, settings } = state.schedule;
  let first = -1;
  let second = -1;
  for (const card of state.inSteps) {
    if (first < 0 || dueAt[card]! < dueAt[first]!) {
      second = first;
      first = card;
    } else if (second < 0 || dueAt[card]! < dueAt[second]!) second = card;
  }
  const waiting = first === last && second >= 0 ? second : first;
  if (waiting >= 0 && waiting !== last && dueAt[waiting]! <= now) return waiting;
  const planned = queue.cards[queue.next];
  if (planned !== undefined) {
    queue.next += 1;
    return planned;
  }
  if (waiting >= 0 && dueAt[waiting]! <= now + settings.learnAheadMin * 60_000) return waiting;
  return null;
}
