export type DescribedDeck = {
  id: number;
  /** Levels joined by `::`. */ name: string;
  filtered?: boolean;
  description?: string;
  /** Number of its options; 1 where it names none. */
  presetId?: number;
};

export type DescribedNoteType = {
  id: number;
  name: string;
  kind: 'standard' | 'cloze';
  css: string;
  fields: string[];
  templates: { name: string; questionFormat: string; answerFormat: string }[];
  sortField: number;
};

export type DescribedNote = {
  id: number;
  guid: string;
  noteTypeId: number;
  /** Epoch seconds. */
  modifiedAt?: number;
  tags?: string[];
  fields: string[];
};

/** Columns of `cards` under Anki's names; what is left out is that of a new card. */
export type DescribedCard = {
  id: number;
  noteId: number;
  deckId: number;
  ordinal: number;
  originalDeckId?: number;
  modifiedAt?: number;
  type?: number;
  queue?: number;
  due?: number;
  originalDue?: number;
  intervalDays?: number;
  factor?: number;
  reps?: number;
  lapses?: number;
  left?: number;
  flags?: number;
  /** JSON text. */
  data?: string;
};

export type DescribedReview = {
  /** Epoch milliseconds of the answer. */
  id: number;
  cardId: number;
  ease: number;
  interval: number;
  lastInterval: number;
  factor: number;
  durationMs: number;
  type: number;
};

export type DescribedMedia = { name: string; bytes: Uint8Array };

/** Everything a package holds, in plain values. */
export type PackageDescription = {
  /** Epoch seconds. */
  createdAt: number;
  decks: DescribedDeck[];
  noteTypes: DescribedNoteType[];
  notes: Iterable<DescribedNote>;
  cards: Iterable<DescribedCard>;
  reviews: Iterable<DescribedReview>;
  media: DescribedMedia[];
  /** Deck options by number, as JSON of schema 11. */
  presets?: Record<string, unknown>;
};

const CSS = '.card {\n  font-family: arial;\n  font-size: 20px;\n  text-align: center;\n}\n';
const forward = {
  name: 'Card 1',
  questionFormat: '{{Front}}',
  answerFormat: '{{FrontSide}}<hr id=answer>{{Back}}',
};
const backward = {
  name: 'Card 2',
  questionFormat: '{{Back}}',
  answerFormat: '{{FrontSide}}<hr id=answer>{{Front}}',
};

export function basicNoteType(id: number): DescribedNoteType {
  return {
    id,
    name: 'Basic',
    kind: 'standard',
    css: CSS,
    fields: ['Front', 'Back'],
    templates: [forward],
    sortField: 0,
  };
}

export function reversedNoteType(id: number): DescribedNoteType {
  return { ...basicNoteType(id), name: 'Basic (and reversed card)', templates: [forward, backward] };
}

export function clozeNoteType(id: number): DescribedNoteType {
  const template = {
    name: 'Cloze',
    questionFormat: '{{cloze:Text}}',
    answerFormat: '{{cloze:Text}}<br>{{Back Extra}}',
  };
  const css = `${CSS}.cloze { font-weight: bold; }\n`;
  return {
    id,
    name: 'Cloze',
    kind: 'cloze',
    css,
    fields: ['Text', 'Back Extra'],
    templates: [template],
    sortField: 0,
  };
}
