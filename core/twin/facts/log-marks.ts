import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { TakenBack } from './answer-log.ts';

/**
 * What tells one state of the log from another. Answers are only ever appended, so that as many are the same ones, until
 * somebody erases or takes back: each of these marks changes then.
 */
export type LogMarks = {
  readonly answers: number;
  /** Of the last session with an answer: new answers come in it or in later ones, but for an import. */
  readonly session: number;
  readonly ofSession: number;
  readonly erasures: number;
  /** Uids of single answers that are undone. */
  readonly undone: string;
  /** Imports that are undone, and their cards. */
  readonly imports: string;
};

const marksRow = statement<Record<string, never>, Omit<LogMarks, 'ofSession'>>(
  'twin.logMarks',
  `SELECT (SELECT count(*) FROM reviews) AS answers,
     (SELECT coalesce(max(session_id), 0) FROM reviews WHERE session_id IS NOT NULL) AS session,
     (SELECT coalesce(max(id), 0) FROM erasures) AS erasures,
     (SELECT json_group_array(hex(target_uid)) FROM
       (SELECT target_uid FROM log_undos WHERE undone = 1 AND target_table = 'reviews' ORDER BY target_uid)) AS undone,
     (SELECT json_group_array(id) FROM
       (SELECT c.id FROM batches b JOIN cards c ON c.batch_id = b.id WHERE b.undone_at IS NOT NULL ORDER BY c.id)) AS imports`,
);
const answersFromSession = statement<{ session: number }, { n: number }>(
  'twin.answersFromSession',
  'SELECT count(*) AS n FROM reviews WHERE session_id >= @session',
);
const cardsFromSession = statement<{ session: number }, { card_id: number }>(
  'twin.cardsFromSession',
  'SELECT DISTINCT card_id FROM reviews WHERE session_id >= @session',
);
const cardOfAnswer = statement<{ uid: string }, { card_id: number }>(
  'twin.cardOfAnswer',
  'SELECT card_id FROM reviews WHERE session_id IS NOT NULL AND uid = unhex(@uid)',
);

const none = '[]';

const since = (reader: StoreReader, session: number): number =>
  reader.get(answersFromSession, { session })?.n ?? 0;

export const logMarks = (reader: StoreReader): LogMarks => {
  const row = reader.get(marksRow, {});
  if (row === undefined) throw new Error('a row of marks is always there');
  return { ...row, ofSession: since(reader, row.session) };
};

export const takenBack = ({ undone, imports }: LogMarks): TakenBack => {
  if (imports !== none) return 'imports';
  return undone === none ? 'nothing' : 'answers';
};

/** The first session that has all of the new answers, the last known one or the one after it; undefined where they are of others. */
const sessionOfNew = (
  reader: StoreReader,
  { session, ofSession }: LogMarks,
  added: number,
): number | undefined => {
  if (since(reader, session + 1) === added) return session + 1;
  return since(reader, session) - ofSession === added ? session : undefined;
};

/** Of so many cards nothing is gained by reading them one by one. */
const MOST_CARDS = 2000;

/** Cards whose answers are others than before; null where it is not known which, and the log has to be read anew. */
export const changedCards = (
  reader: StoreReader,
  before: LogMarks,
  now: LogMarks,
): ReadonlySet<number> | null => {
  const added = now.answers - before.answers;
  if (before.erasures !== now.erasures || before.imports !== now.imports || added < 0) return null;
  const session = added === 0 ? null : sessionOfNew(reader, before, added);
  // Not from where sessions were left: an import, or answers of an older session.
  if (session === undefined) return null;
  const cards = new Set<number>();
  if (session !== null)
    for (const { card_id: card } of reader.iterate(cardsFromSession, { session })) cards.add(card);
  for (const uid of differing(before.undone, now.undone)) {
    const row = reader.get(cardOfAnswer, { uid });
    // An imported answer: only those given here can be found by their uid.
    if (row === undefined) return null;
    cards.add(row.card_id);
  }
  return cards.size > MOST_CARDS ? null : cards;
};

/** What one of two lists has and the other has not. */
const differing = (before: string, now: string): readonly string[] => {
  if (before === now) return [];
  // Checked border: the statement groups texts.
  const left = new Set(JSON.parse(before) as string[]);
  const right = new Set(JSON.parse(now) as string[]);
  return [...left, ...right].filter((uid) => left.has(uid) !== right.has(uid));
};
