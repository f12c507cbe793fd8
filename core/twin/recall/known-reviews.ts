import { isDeepStrictEqual } from 'node:util';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import type { StoreReader } from '../../store/reader.ts';
import { learningPhase, readBeginnings, type Beginning } from '../../study/parameters/review-columns.ts';
import type { AnswerLog } from '../facts/answer-log.ts';
import { knownLog } from '../facts/known-log.ts';

/** As `reviewsOfCards` of every card. */
export type CardReviews = { readonly reviews: TimedReviews; readonly cards: Int32Array };

/** The reviews of a log as columns for a model of recall: the same ones `reviewsOfCards` reads. */
const reviewsOf = (log: AnswerLog, beginnings: readonly Beginning[]): CardReviews => {
  const rows = log.card.length;
  const [days, ratings] = [new Int32Array(rows), new Uint8Array(rows)];
  const [at, durationMs] = [new Float64Array(rows), new Float64Array(rows)];
  const [starts, cards]: [number[], number[]] = [[], []];
  const byCard = Map.groupBy(beginnings, (row) => row.card_id);
  let count = 0;
  let waiting: readonly Beginning[] = [];
  let isKnown = false;
  for (let row = 0, passed = 0; row < rows; row += 1) {
    let begins = row === 0 || log.card[row] !== log.card[row - 1];
    if (begins) {
      waiting = byCard.get(log.card[row]!) ?? [];
      passed = 0;
    }
    for (; passed < waiting.length && waiting[passed]!.at < log.at[row]!; passed += 1) begins = true;
    if (begins) isKnown = log.phase[row]! <= learningPhase;
    if (!isKnown) continue;
    if (begins) {
      starts.push(count);
      cards.push(log.card[row]!);
    }
    const day = log.studyDay[row]!;
    // A clock that was set back counts as the same day, as in the fold.
    days[count] = begins ? day : Math.max(day, days[count - 1]!);
    ratings[count] = log.rating[row]!;
    at[count] = log.at[row]!;
    durationMs[count] = log.at[row]! - log.shownAt[row]!;
    count += 1;
  }
  return {
    reviews: {
      starts: Int32Array.from([...starts, count]),
      days: days.slice(0, count),
      ratings: ratings.slice(0, count),
      at: at.slice(0, count),
      durationMs: durationMs.slice(0, count),
    },
    cards: Int32Array.from(cards),
  };
};

type Known = { readonly beginnings: readonly Beginning[]; readonly made: CardReviews };
/** By the log they are made of, and gone with it. */
const known = new WeakMap<AnswerLog, Known>();

/** The reviews of every card; the same object as long as nothing of it changed. */
export const knownReviews = (reader: StoreReader): CardReviews => {
  const log = knownLog(reader);
  const beginnings = readBeginnings(reader);
  const before = known.get(log);
  if (before !== undefined && isDeepStrictEqual(before.beginnings, beginnings)) return before.made;
  const made = reviewsOf(log, beginnings);
  known.set(log, { beginnings, made });
  return made;
};
