import type { PresetValues } from '../../study/presets/contract.ts';

/** A deck as Anki lists it. Deck 1 is Anki's own "Default". */
export type AnkiDeck = {
  id: number;
  /** From the outermost deck to this one; at least one name, none empty. */
  path: string[];
  /** A temporary collection of cards from other decks; their home is `originalDeckId`. */
  filtered: boolean;
  description: string;
  /** Number of its options; 0 where it names none. */
  presetId: number;
};

/** Deck options, as far as we have them and within our bounds. */
export type AnkiPreset = { id: number; name: string; values: PresetValues };

export type AnkiField = { ord: number; name: string };

export type AnkiTemplate = { ord: number; name: string; questionFormat: string; answerFormat: string };

export type AnkiNoteType = {
  id: number;
  name: string;
  kind: 'standard' | 'cloze';
  css: string;
  /** By `ord`. */
  fields: AnkiField[];
  /** By `ord`. A cloze note type has one, used for every card. */
  templates: AnkiTemplate[];
  /** Index of the field that the browser sorts by. */
  sortField: number;
};

export type AnkiNote = {
  id: number;
  /** Exactly as stored: the identity of the note across collections. */
  guid: string;
  noteTypeId: number;
  /** Epoch seconds. */
  modifiedAt: number;
  tags: string[];
  /** In NFC. Their number can differ from the number of fields of the note type. */
  fields: string[];
};

/** What FSRS left in `cards.data`; each member only when it is a sensible number. */
export type AnkiCardData = {
  /** Days. */
  stability?: number;
  /** 1 to 10. */
  difficulty?: number;
  /** 0 to 1. */
  desiredRetention?: number;
  /** Epoch seconds. */
  lastReviewAt?: number;
};

export type AnkiCard = {
  id: number;
  noteId: number;
  deckId: number;
  /** 0 unless the card is in a filtered deck. */
  originalDeckId: number;
  /** Index of the template, or of the cloze number minus 1. */
  ordinal: number;
  /** Epoch seconds. */
  modifiedAt: number;
  /** 0 new, 1 learning, 2 review, 3 relearning. */
  type: number;
  /** −3 buried by hand, −2 buried by the scheduler, −1 suspended, 0 new, 1 learning, 2 review, 3 learning across a day, 4 preview. */
  queue: number;
  /** New: position; review: days since the collection's creation; learning: epoch seconds. */
  due: number;
  /** The `due` of a card in a filtered deck at home; 0 otherwise. */
  originalDue: number;
  intervalDays: number;
  /** Ease in thousandths: 2500 is 250 %. 0 for new cards. */
  factor: number;
  reps: number;
  lapses: number;
  /** Learning steps left, packed as Anki packs them. */
  left: number;
  /** 0 none, 1 to 7 a colour, in the lowest three bits. */
  flags: number;
  data: AnkiCardData;
};

export type AnkiReview = {
  /** Epoch milliseconds of the answer. */
  id: number;
  cardId: number;
  /** 1 again, 2 hard, 3 good, 4 easy, 0 for a manual change. */
  ease: number;
  /** Days when positive, seconds when negative. */
  intervalRaw: number;
  lastIntervalRaw: number;
  /** Ease in thousandths, or the FSRS difficulty as Anki packs it. */
  factor: number;
  durationMs: number;
  /** 0 learning, 1 review, 2 relearning, 3 filtered, 4 manual, 5 rescheduled. */
  type: number;
};

export type AnkiMedia = {
  /** The name cards refer to, in NFC. A key, never a path. */
  name: string;
  /** Version 3 says both of the unpacked file. */
  size?: number;
  /** 40 hexadecimal digits. */
  sha1?: string;
};

export type ExtractedMedia = { sha256: string; size: number };

/** An open package. Every generator starts from the first row, holds one row at a time and throws a
 * `PackageRefusedError` at a row that cannot be read. Call `close` at the end, also after a failure. */
export type AnkiPackage = {
  /** Generation of the container; a bare collection file counts as 1 (schema below 15) or 3. */
  version: 1 | 2 | 3;
  /** Schema version of the collection: 11 to 18. */
  schema: number;
  /** Epoch seconds; day 0 of review due dates. */
  createdAt: number;
  decks: AnkiDeck[];
  presets: AnkiPreset[];
  noteTypes: AnkiNoteType[];
  /** `media` counts what can be extracted. */
  counts: { notes: number; cards: number; reviews: number; media: number };
  media: AnkiMedia[];
  /** Listed media that the archive lacks, or whose name could not be a file's name. */
  skippedMedia: number;
  /** In order of id. */
  notes(): IterableIterator<AnkiNote>;
  /** In order of id. */
  cards(): IterableIterator<AnkiCard>;
  /** Card by card, each in order of id, which is the order of time: the order in which the store keeps them. */
  reviews(): IterableIterator<AnkiReview>;
  /** Of each card that the log names, the id of its last entry. */
  lastReviews(): Map<number, number>;
  /** Writes one of `media` to `toFile`, which must not exist yet, and leaves nothing there on failure.
   * @throws PackageRefusedError `damaged_media`, `too_large`, `suspicious_compression`, `unsupported_compression` or `damaged_package` */
  extractMedia(entry: AnkiMedia, toFile: string): Promise<ExtractedMedia>;
  /** Ends running generators, closes the files and removes the temporary ones. Safe to call twice. */
  close(): Promise<void>;
};
