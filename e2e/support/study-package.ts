import { join } from 'node:path';
import {
  basicNoteType,
  clozeNoteType,
  reversedNoteType,
  type DescribedCard,
  type DescribedNote,
  type PackageDescription,
} from '#core/exchange/anki/testing/package-description.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { drawPng } from './draw-png.ts';

const basic = 100;
const reversed = 101;
const cloze = 102;
const deck = 10;

/** Notes of the small package: an image in a field, two directions of one note, a cloze note with two cards. */
const notes: DescribedNote[] = [
  {
    id: 1000,
    guid: 'nerve',
    noteTypeId: basic,
    fields: ['Which cell is this?<br><img src="nerve cell.png">', 'A neuron'],
  },
  { id: 1001, guid: 'axon', noteTypeId: reversed, fields: ['axon', 'carries the signal away'] },
  {
    id: 1002,
    guid: 'potential',
    noteTypeId: cloze,
    fields: ['At rest {{c1::−70 mV}}, at the peak {{c2::+30 mV}}', 'of the inside against the outside'],
  },
  { id: 1003, guid: 'synapse', noteTypeId: basic, fields: ['Gap between two neurons', 'Synaptic cleft'] },
];

const cards: DescribedCard[] = [
  { id: 2000, noteId: 1000, deckId: deck, ordinal: 0, due: 1 },
  { id: 2001, noteId: 1001, deckId: deck, ordinal: 0, due: 2 },
  { id: 2002, noteId: 1001, deckId: deck, ordinal: 1, due: 3 },
  { id: 2003, noteId: 1002, deckId: deck, ordinal: 0, due: 4 },
  { id: 2004, noteId: 1002, deckId: deck, ordinal: 1, due: 5 },
  { id: 2005, noteId: 1003, deckId: deck, ordinal: 0, due: 6 },
];

export const imageSize = { width: 48, height: 32 };

/** 4 notes, 6 cards, 1 image. */
export const studyPackage: PackageDescription = {
  createdAt: 1_700_000_000,
  decks: [
    { id: 1, name: 'Default' },
    { id: deck, name: 'Physiology::Nerves' },
  ],
  noteTypes: [basicNoteType(basic), reversedNoteType(reversed), clozeNoteType(cloze)],
  notes,
  cards,
  reviews: [],
  media: [
    {
      name: 'nerve cell.png',
      bytes: drawPng(imageSize.width, imageSize.height, (x, y) => [x * 5, y * 8, 120]),
    },
  ],
};

/** Writes the small package, version 3. */
export const writeStudyPackage = async (folder: string): Promise<string> => {
  const path = join(folder, 'physiology.apkg');
  await writePackage(path, 3, studyPackage);
  return path;
};
