import { basicNoteType, clozeNoteType, reversedNoteType, type PackageDescription } from './package-description.ts';

/** A small package with one of everything: nested and filtered decks, three note types, tags, every kind of log row, memory state, media. */
export const samplePackage = {
  createdAt: 1_700_000_000,
  decks: [
    { id: 1, name: 'Default' },
    { id: 10, name: 'Biology', description: 'First year' },
    { id: 11, name: 'Biology::Cells::Membranes' },
    { id: 12, name: 'Cram', filtered: true },
  ],
  noteTypes: [basicNoteType(100), reversedNoteType(101), clozeNoteType(102)],
  notes: [
    { id: 1000, guid: 'Ab`~|é\\', noteTypeId: 100, modifiedAt: 1_700_000_100, tags: ['cell', 'exam::2024'], fields: ['osmosis', 'water<br>moves'] },
    { id: 1001, guid: 'second', noteTypeId: 101, fields: ['<img src="cell.png">', ''] },
    { id: 1002, guid: 'third', noteTypeId: 102, fields: ['{{c1::ATP}} and {{c2::ADP}}', 'energy [sound:atp.mp3]'] },
  ],
  cards: [
    {
      ...{ id: 2000, noteId: 1000, deckId: 12, originalDeckId: 11, ordinal: 0, modifiedAt: 1_700_500_000, type: 2, queue: 2, due: -5 },
      ...{ originalDue: 41, intervalDays: 30, factor: 2350, reps: 4, lapses: 1, left: 0, flags: 3 },
      data: '{"s":31.5,"d":6.25,"dr":0.9,"lrt":1700400000,"cd":"{}"}',
    },
    { id: 2001, noteId: 1001, deckId: 10, ordinal: 0 },
    { id: 2002, noteId: 1001, deckId: 10, ordinal: 1, queue: -1, data: '' },
    { id: 2003, noteId: 1002, deckId: 11, ordinal: 0, data: 'not JSON' },
    { id: 2004, noteId: 1002, deckId: 11, ordinal: 1, data: '{"s":-1,"d":null}' },
  ],
  reviews: [
    { id: 1_700_100_000_001, cardId: 2000, ease: 3, interval: -600, lastInterval: -60, factor: 0, durationMs: 4200, type: 0 },
    { id: 1_700_200_000_002, cardId: 2000, ease: 1, interval: -600, lastInterval: 4, factor: 2500, durationMs: 9000, type: 1 },
    { id: 1_700_200_600_003, cardId: 2000, ease: 3, interval: 1, lastInterval: -600, factor: 2300, durationMs: 3100, type: 2 },
    { id: 1_700_300_000_004, cardId: 2000, ease: 0, interval: 12, lastInterval: 1, factor: 2300, durationMs: 0, type: 4 },
  ],
  media: [
    { name: 'cell.png', bytes: Buffer.from('not really a picture') },
    { name: 'atp.mp3', bytes: Buffer.alloc(100_000, 'atp') },
  ],
} satisfies PackageDescription;
