import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';

const notAnsweredSince = statement<
  { cards: string; since: number; today: number },
  { card: number; isDue: number }
>(
  'twin.stillAtRisk',
  `SELECT s.card_id AS card, coalesce(s.due_day <= @today, 0) AS isDue
   FROM json_each(@cards) found JOIN card_states s ON s.card_id = found.value
   WHERE s.queue = 2 AND coalesce(s.last_at, 0) <= @since ORDER BY found.key`,
);

/**
 * Of the cards a look found, those that are still to be studied: what was answered, suspended or put away since is no
 * longer at risk, and what is due is asked of the schedule as it is now.
 * @param since instant of the look
 */
export const stillAtRisk = (
  reader: StoreReader,
  cards: readonly number[],
  { since, today }: { since: number; today: number },
): { card: number; isDue: boolean }[] =>
  reader
    .all(notAnsweredSince, { cards: JSON.stringify(cards), since, today })
    .map(({ card, isDue }) => ({ card, isDue: isDue === 1 }));
