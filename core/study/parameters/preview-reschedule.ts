import type { OutputOf } from '../../rpc/contract.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { parametersContract } from './contract.ts';
import { planReschedule, type ReviewCard } from './plan-reschedule.ts';

type Preview = OutputOf<typeof parametersContract, 'parameters.previewReschedule'>;

const shownDays = 30;

const meanInterval = (cards: readonly ReviewCard[], dueOf: (card: ReviewCard) => number): number =>
  cards.length === 0 ? 0 : cards.reduce((sum, card) => sum + dueOf(card) - card.lastDay, 0) / cards.length;

/** What rescheduling would do, day by day, without doing it. Reads every card in review: for a worker. */
export const previewReschedule = (reader: StoreReader, today: number): Preview => {
  const { cards, moves } = planReschedule(reader, today);
  const movedTo = new Map(moves.map(({ card, dueDay }) => [card.card, dueDay]));
  const dueAfter = (card: ReviewCard): number => movedTo.get(card.card) ?? card.dueDay;
  const days = Array.from({ length: shownDays }, (_, index) => ({
    studyDay: today + index,
    before: 0,
    after: 0,
  }));
  for (const card of cards) {
    const before = days[Math.max(0, card.dueDay - today)];
    if (before !== undefined) before.before += 1;
    const after = days[Math.max(0, dueAfter(card) - today)];
    if (after !== undefined) after.after += 1;
  }
  return {
    days,
    cards: cards.length,
    earlier: moves.filter(({ card, dueDay }) => dueDay < card.dueDay).length,
    later: moves.filter(({ card, dueDay }) => dueDay > card.dueDay).length,
    meanIntervalBefore: meanInterval(cards, (card) => card.dueDay),
    meanIntervalAfter: meanInterval(cards, dueAfter),
    desiredRetention: readSettings(reader)['study.desiredRetention'],
  };
};
