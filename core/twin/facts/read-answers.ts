import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { AnswerLog } from './answer-log.ts';
import type { LearnerCards } from './read-cards.ts';

type ResetRow = { card_id: number; at: number };

const resetRows = statement<Record<string, never>, ResetRow>(
  'twin.resets',
  `SELECT card_id, at FROM live_schedule_changes WHERE kind = 'forget' ORDER BY card_id, at`,
);

/** Answers as columns, with cards by row; `StruggleFacts.answers` and the time each took lies between shownAt and at. */
export type LearnerAnswers = {
  readonly card: Int32Array;
  readonly shownAt: Float64Array;
  readonly at: Float64Array;
  readonly studyDay: Int32Array;
  readonly utcOffsetMin: Int16Array;
  readonly rating: Uint8Array;
  readonly phase: Uint8Array;
  readonly intervalSeconds: Float64Array;
  readonly confidence: Float64Array;
};

/** When cards were forgotten by hand, by card and moment. */
export const readResets = (reader: StoreReader): ResetRow[] => reader.all(resetRows, {});

/** The cards of some answers, and for each earlier memory of a card a row of its own behind the others. */
export type AnsweredCards = {
  readonly answers: LearnerAnswers;
  /** Local keys, objectives and formats of the cards and of the rows behind them. */
  readonly cards: number[];
  readonly objective: number[];
  readonly format: number[];
};

/**
 * Every live answer that scheduled its card, card by card. A card that was forgotten by hand has a memory of its own from
 * there on: its earlier answers go to a row of their own, of its format and of no objective. Shares the columns of the log.
 */
export const answersOf = (
  log: AnswerLog,
  known: LearnerCards,
  resets: readonly ResetRow[],
): AnsweredCards => {
  const [cards, objective, format] = [[...known.cards], [...known.objective], [...known.format]];
  const addRow = (row: number): number => {
    objective.push(-1);
    format.push(format[row] ?? 0);
    return cards.push(cards[row] ?? 0) - 1;
  };
  const byCard = Map.groupBy(resets, (row) => row.card_id);
  const rows = log.card.length;
  const card = new Int32Array(rows);
  const studyDay = new Int32Array(rows);
  for (let first = 0; first < rows;) {
    const key = log.card[first]!;
    let end = first + 1;
    while (end < rows && log.card[end] === key) end += 1;
    const cardRow = known.cardRow.get(key) ?? -1;
    card.fill(cardRow, first, end);
    // A clock that was set back counts as the same day, as in the fold.
    let lastDay = log.studyDay[first]!;
    for (let row = first; row < end; row += 1) {
      lastDay = Math.max(lastDay, log.studyDay[row]!);
      studyDay[row] = lastDay;
    }
    let memory = first;
    for (const { at } of byCard.get(key) ?? []) {
      let reset = memory;
      while (reset < end && log.at[reset]! <= at) reset += 1;
      // Nothing after it, or nothing before: no other memory.
      if (reset === end) break;
      if (reset > memory) card.fill(addRow(cardRow), memory, reset);
      memory = reset;
    }
    first = end;
  }
  return { answers: { ...log, card, studyDay }, cards, objective, format };
};
