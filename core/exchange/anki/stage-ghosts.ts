import { derivedUid, uidToHex } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { DeckStager } from './stage-decks.ts';

const noteTypeSid = -1;

/** Uid of the card that the store has from Anki's card of this number with an entry of its log at this instant. */
export type KnownCard = (ankiId: number, at: number) => Uint8Array | undefined;

/**
 * Cards that were deleted in Anki, whose reviews its log still holds. The reviews are facts about the learner, so each
 * such card comes as a row that was in the trash from the start. A card that the store already has from the time before
 * stays what it is, and its log goes on there instead of being counted twice.
 */
export class GhostStager {
  readonly #file: StagedFile;
  readonly #decks: DeckStager;
  readonly #knownCard: KnownCard;
  #count = 0;

  constructor(file: StagedFile, decks: DeckStager, knownCard: KnownCard) {
    this.#file = file;
    this.#decks = decks;
    this.#knownCard = knownCard;
  }

  get count(): number {
    return this.#count;
  }

  #noteType(): void {
    const uid = (part: string): Uint8Array => derivedUid('anki:deleted', part);
    this.#file.insert('note_types', {
      sid: noteTypeSid,
      uid: uid('note-type'),
      name: 'Deleted',
      kind: 'standard',
      css: '',
      sort_field: 0,
      source_id: null,
    });
    this.#file.insert('note_fields', {
      uid: uid('field'),
      note_type: noteTypeSid,
      ordinal: 0,
      name: 'Front',
    });
    this.#file.insert('card_templates', {
      uid: uid('template'),
      note_type: noteTypeSid,
      ordinal: 0,
      name: 'Deleted',
      question_format: '{{Front}}',
      answer_format: '',
    });
  }

  /** Stages the ghost of Anki's card and returns its uid; `at` is its first entry in the log. */
  stage(cardId: number, at: number): string {
    if (this.#count === 0) this.#noteType();
    this.#count += 1;
    const known = this.#knownCard(cardId, at);
    const note = -1 - this.#count;
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
    return uidToHex(uid);
  }

  #note(sid: number, cardId: number, at: number): void {
    this.#file.insert('notes', {
      sid,
      uid: derivedUid('anki:deleted-note', String(cardId)),
      note_type: noteTypeSid,
      fields: '[""]',
      modified_at: at,
      created_at: at,
      source_id: null,
      ghost: 1,
    });
  }
}
