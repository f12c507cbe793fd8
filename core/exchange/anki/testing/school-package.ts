import {
  basicNoteType,
  clozeNoteType,
  reversedNoteType,
  type DescribedCard,
  type DescribedNote,
  type DescribedReview,
  type PackageDescription,
} from './package-description.ts';

/** 1 January 2026, 04:00 UTC, in epoch seconds: day 0 of the school's collection, in Berlin too. */
export const schoolStart = Date.UTC(2026, 0, 1, 4) / 1000;
const day = 86_400;

/** Arrays, so that a test can take one apart and put another together. */
export type School = PackageDescription & {
  notes: DescribedNote[];
  cards: DescribedCard[];
  reviews: DescribedReview[];
};

export const answerAt = (
  atDay: number,
  cardId: number,
  ease: number,
  interval: number,
  type: number,
): DescribedReview => ({
  // A few hours into that day, another millisecond for each card.
  id: (schoolStart + atDay * day) * 1000 + 6 * 3_600_000 + cardId,
  cardId,
  ease,
  interval,
  lastInterval: 0,
  factor: type === 1 ? 2500 : 0,
  durationMs: 5000 + cardId,
  type,
});

/**
 * A collection as a student has it: cards directly in a course, in lectures of two levels, in Default and, for a while,
 * in a filtered deck; a note whose two cards lie in two lectures; cards in review, in learning, suspended, buried, flagged
 * and new; a manual change; the reviews of a card that was deleted.
 */
export const schoolPackage = (): School => ({
  createdAt: schoolStart,
  decks: [
    { id: 1, name: 'Default' },
    { id: 20, name: 'Biology', description: 'First year' },
    { id: 21, name: 'Biology::Cells' },
    { id: 22, name: 'Biology::Cells::Membranes' },
    { id: 23, name: 'Physics::Waves' },
    { id: 24, name: 'Cram', filtered: true },
    { id: 25, name: 'Nothing here' },
  ],
  noteTypes: [basicNoteType(100), reversedNoteType(101), clozeNoteType(102)],
  notes: [
    {
      id: 1000,
      guid: 'n0',
      noteTypeId: 100,
      modifiedAt: schoolStart + 100,
      tags: ['life', 'exam::2026'],
      fields: ['organism', 'a living thing'],
    },
    {
      id: 1001,
      guid: 'n1',
      noteTypeId: 101,
      modifiedAt: schoolStart + 100,
      tags: ['life'],
      fields: ['nucleus', 'Zellkern'],
    },
    {
      id: 1002,
      guid: 'n2',
      noteTypeId: 102,
      modifiedAt: schoolStart + 100,
      fields: ['{{c1::Osmosis}} moves {{c2::water}}', ''],
    },
    { id: 1003, guid: 'n3', noteTypeId: 100, modifiedAt: schoolStart + 100, fields: ['wavelength', 'λ'] },
    {
      id: 1004,
      guid: 'n4',
      noteTypeId: 100,
      modifiedAt: schoolStart + 100,
      fields: ['loose note', 'without a deck'],
    },
  ],
  cards: [
    {
      id: 1,
      noteId: 1000,
      deckId: 20,
      ordinal: 0,
      type: 2,
      queue: 2,
      due: 70,
      intervalDays: 30,
      factor: 2500,
      reps: 2,
      modifiedAt: schoolStart + 40 * day + 7 * 3600,
    },
    {
      id: 2,
      noteId: 1001,
      deckId: 21,
      ordinal: 0,
      type: 2,
      queue: -1,
      due: 50,
      intervalDays: 10,
      factor: 2300,
      reps: 1,
      modifiedAt: schoolStart + 40 * day + 7 * 3600,
      flags: 2,
    },
    { id: 3, noteId: 1001, deckId: 23, ordinal: 1, due: 7 },
    {
      id: 4,
      noteId: 1002,
      deckId: 24,
      originalDeckId: 22,
      ordinal: 0,
      type: 2,
      queue: 2,
      due: -9,
      originalDue: 58,
      intervalDays: 20,
      factor: 2500,
      reps: 1,
      modifiedAt: schoolStart + 40 * day + 7 * 3600,
    },
    { id: 5, noteId: 1002, deckId: 22, ordinal: 1, due: 3 },
    {
      id: 6,
      noteId: 1003,
      deckId: 23,
      ordinal: 0,
      type: 1,
      queue: 1,
      due: schoolStart + 40 * day + 7 * 3600,
      reps: 1,
      left: 1001,
      modifiedAt: schoolStart + 40 * day + 6 * 3600 + 60,
    },
    { id: 7, noteId: 1004, deckId: 1, ordinal: 0, due: 4 },
  ],
  reviews: [
    answerAt(10, 1, 3, -600, 0),
    answerAt(11, 1, 3, 1, 0),
    answerAt(12, 1, 3, 30, 1),
    answerAt(40, 2, 3, 10, 0),
    answerAt(38, 4, 4, 20, 0),
    answerAt(40, 6, 1, -60, 0),
    { ...answerAt(39, 1, 0, 31, 4), factor: 2500 },
    // Card 999 was deleted in Anki.
    answerAt(5, 999, 3, 4, 0),
    answerAt(9, 999, 1, -600, 1),
  ],
  media: [],
});
