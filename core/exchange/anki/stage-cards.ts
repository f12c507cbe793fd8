import type { Settings } from '../../settings/contract.ts';
import { studyDay, utcOffsetMinutes } from '../../store/study-day.ts';
import { derivedUid } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiCard, AnkiPackage } from './anki-package.ts';
import {
  isPossibleOrdinal,
  plausibleDay,
  plausibleInstant,
  plausibleInterval,
  plausibleStamp,
} from './plausible.ts';
import type { DeckStager } from './stage-decks.ts';
import { StagedCards } from './staged-cards.ts';

export type CardContext = {
  file: StagedFile;
  decks: DeckStager;
  /** GUID and staged note by Anki's note id. */
  notes: ReadonlyMap<number, string>;
  /** UTC ms of the import. */
  now: number;
  zone: string;
  settings: Settings;
  /** Last answer of each card, epoch ms, by Anki's card id. */
  lastReview: ReadonlyMap<number, number>;
  /** Study day of the collection's day 0. */
  dayZero: number;
};

/** A learning card that waits for a day, not an instant, has a day number here; stamps are far larger. */
const largestDayNumber = 1_000_000;

/** Where the card's due date at home stands: filtered decks keep it aside. */
const dueAtHome = (card: AnkiCard): number =>
  card.originalDeckId !== 0 && card.originalDue !== 0 ? card.originalDue : card.due;

const dueOf = (card: AnkiCard, dayZero: number): { due_at: number | null; due_day: number | null } => {
  const due = dueAtHome(card);
  if (card.type === 0) return { due_at: null, due_day: null };
  if (card.type === 2 || due < largestDayNumber)
    return { due_at: null, due_day: plausibleDay(dayZero + due) };
  return { due_at: plausibleInstant(due * 1000), due_day: null };
};

const phaseOf = (card: AnkiCard): number => (card.type >= 0 && card.type <= 3 ? card.type : 0);

/** State at import, as of the card's last change in Anki. A card that was never answered needs none. */
const stageBaseline = (context: CardContext, card: AnkiCard, uid: string): void => {
  const last = context.lastReview.get(card.id);
  if (card.type === 0 && last === undefined) return;
  const at = plausibleStamp(Math.max(card.modifiedAt * 1000, last ?? 0), context.now);
  const offset = utcOffsetMinutes(at, context.zone);
  const due = dueOf(card, context.dayZero);
  context.file.insert('card_baselines', {
    card: card.id,
    at,
    uid: derivedUid('anki:baseline', uid, String(at), JSON.stringify([card.type, due, card.intervalDays])),
    utc_offset_min: offset,
    study_day: studyDay(at, offset, context.settings['study.rolloverHour']),
    phase: phaseOf(card),
    step: 0,
    steps_left: card.type === 1 || card.type === 3 ? card.left % 1000 : null,
    ...due,
    interval_days: card.type === 2 || card.type === 3 ? plausibleInterval(card.intervalDays) : 0,
    ease_permille: card.factor > 0 ? card.factor : null,
    stability: card.data.stability ?? null,
    difficulty: card.data.difficulty ?? null,
    reps: Math.max(0, card.reps),
    lapses: Math.max(0, card.lapses),
  });
};

/**
 * Stages every card of a known note. Returns where reviews go, and how many cards were left out. Anki has one card for
 * each side of a note; where a tool made two, the first stays and takes the reviews of both.
 */
export const stageCards = (
  context: CardContext,
  source: AnkiPackage,
  onRow: () => void,
): { staged: StagedCards; orphans: number; impossible: number; doubled: number } => {
  const staged = new StagedCards();
  let orphans = 0;
  let doubled = 0;
  let impossible = 0;
  for (const card of source.cards()) {
    onRow();
    const guid = context.notes.get(card.noteId);
    if (guid === undefined) {
      orphans += 1;
      continue;
    }
    if (!isPossibleOrdinal(card.ordinal)) {
      impossible += 1;
      continue;
    }
    const uid = derivedUid('anki:card', guid, String(card.ordinal));
    const first = staged.withUid(uid) ?? staged.of(card.id);
    if (first !== undefined) {
      staged.lead(card.id, first);
      doubled += 1;
      continue;
    }
    const modified = plausibleStamp(card.modifiedAt * 1000, context.now);
    context.file.insert('cards', {
      sid: card.id,
      uid,
      note: card.noteId,
      ordinal: card.ordinal,
      lecture: context.decks.lectureFor(card.originalDeckId !== 0 ? card.originalDeckId : card.deckId),
      position: card.type === 0 ? Math.max(0, dueAtHome(card)) : 0,
      suspended: card.queue === -1 ? 1 : 0,
      buried_on:
        card.queue <= -2
          ? studyDay(
              modified,
              utcOffsetMinutes(modified, context.zone),
              context.settings['study.rolloverHour'],
            )
          : null,
      flag: card.flags & 7,
      created_at: plausibleStamp(card.id, context.now),
      source_id: String(card.id),
    });
    const place = staged.add(card.id, uid);
    stageBaseline(context, card, place.uid);
  }
  return { staged, orphans, impossible, doubled };
};
