import type { StoreReader } from '../../store/reader.ts';
import { logWithCards, readLog, type AnswerLog } from './answer-log.ts';
import { changedCards, logMarks, takenBack, type LogMarks } from './log-marks.ts';
import { versionOfFile } from './version-of-file.ts';

type KnownLog = { readonly version: string; readonly marks: LogMarks; readonly log: AnswerLog };

/** Longer logs are read by every job anew: two million answers with what is folded from them are some 300 MB. */
export const MOST_KEPT_ANSWERS = 2_000_000;

const logs = new WeakMap<StoreReader, KnownLog>();

/**
 * The answers of the whole log. Kept from one job to the next: where only some came or were taken back since, the cards
 * they are of are read, and where nothing did, nothing is. The same object as long as nothing changed.
 */
export const knownLog = (reader: StoreReader): AnswerLog => {
  const version = versionOfFile(reader);
  const known = logs.get(reader);
  if (known?.version === version) return known.log;
  // Marks are taken before the answers: what is written in between is found by the next look.
  const marks = logMarks(reader);
  const cards = known === undefined ? null : changedCards(reader, known.marks, marks);
  const log =
    known === undefined || cards === null
      ? readLog(reader, takenBack(marks))
      : cards.size === 0
        ? known.log
        : logWithCards(reader, known.log, cards, takenBack(marks));
  if (log.card.length <= MOST_KEPT_ANSWERS) logs.set(reader, { version, marks, log });
  return log;
};

export const forgetLog = (reader: StoreReader): void => {
  logs.delete(reader);
};
