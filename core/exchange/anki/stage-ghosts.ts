import { derivedUid } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { DeckStager } from './stage-decks.ts';
import type { StagedCard, StagedCards } from './staged-cards.ts';

/** Uid of the card that the store has from Anki's card of this number with an entry of its log at this instant. */
export type KnownCard = (ankiId: number, at: number) => Uint8Array | undefined;

type Numbers = { has(number: number): boolean };

/** Numbers below zero, each once, that a package does not use itself: Anki's are instants, but a tool may write any. */
const freeNumbers = (taken: Numbers): (() => number) => {
  let last = 0;
  return () => {
    do last -= 1;
    while (taken.has(last));
    return last;
  };
};

/**
 * Cards that were deleted in Anki, whose reviews its log still holds. The reviews are facts about the learner, so each
 * such card comes as a row that was in the trash from the start. A card that the store already has from the time before
 * stays what it is, and its log goes on there instead of being counted twice.
 */
export class GhostStager {
  readonly #file: StagedFile;
  readonly #decks: DeckStager;
  readonly #knownCard: KnownCard;
  readonly #cards: StagedCards;
  readonly #freeNote: () => number;
  readonly #freeNoteType: () => number;
  #noteType: number | undefined;
  #count = 0;

  constructor(
    file: StagedFile,
    decks: DeckStager,
    cards: StagedCards,
    /** Numbers that notes and note types of the package have. */
    taken: { notes: Numbers; noteTypes: Numbers },
    knownCard: KnownCard,
  ) {
    this.#file = file;
    this.#decks = decks;
    this.#cards = cards;
    this.#freeNote = freeNumbers(taken.notes);
    this.#freeNoteType = freeNumbers(taken.noteTypes);
    this.#knownCard = knownCard;
  }

  get count(): number {
    return this.#count;
  }

  #makeNoteType(): number {
    const sid = this.#freeNoteType();
    const uid = (part: string): Uint8Array => derivedUid('anki:deleted', part);
    this.#file.insert('note_types', {
      sid,
      uid: uid('note-type'),
      name: 'Deleted',
      kind: 'standard',
      css: '',
      sort_field: 0,
      source_id: null,
      ghost: 1,
    });
    this.#file.insert('note_fields', {
      uid: uid('field'),
      note_type: sid,
      ordinal: 0,
      name: 'Front',
    });
    this.#file.insert('card_templates', {
      uid: uid('template'),
      note_type: sid,
      ordinal: 0,
      name: 'Deleted',
      question_format: '{{Front}}',
      answer_format: '',
    });
    return sid;
  }

  /** The card that takes the reviews of a number that no card of the package has; `at` is its first entry in the log. */
  stage(cardId: number, at: number): StagedCard {
    this.#count += 1;
    const known = this.#knownCard(cardId, at);
    // Made again in Anki: the package has the known card under another number, and its log goes on there.
    const again = known === undefined ? undefined : this.#cards.withUid(known);
    if (again !== undefined) {
      this.#cards.lead(cardId, again);
      return again;
    }
    const note = this.#freeNote();
    if (known === undefined) this.#note(note, cardId, at);
    const uid = known ?? derivedUid('anki:deleted-card', String(cardId));
    this.#file.insert('cards', {
      sid: cardId,
      uid,
      note,
      ordinal: 0,
      lecture: this.#decks.anyLecture(),
      position: 0,
      suspended: 0,
      buried_on: null,
      flag: 0,
      created_at: at,
      source_id: String(cardId),
      ghost: 1,
    });
    return this.#cards.add(cardId, uid);
  }

  #note(sid: number, cardId: number, at: number): void {
    this.#noteType ??= this.#makeNoteType();
    this.#file.insert('notes', {
      sid,
      uid: derivedUid('anki:deleted-note', String(cardId)),
      note_type: this.#noteType,
      fields: '[""]',
      modified_at: at,
      created_at: at,
      source_id: null,
      ghost: 1,
    });
  }
}
