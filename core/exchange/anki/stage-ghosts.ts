import { derivedUid, uidToHex } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { DeckStager } from './stage-decks.ts';

const noteTypeSid = -1;

/**
 * Cards that were deleted in Anki, whose reviews its log still holds. The reviews are facts about the learner, so each
 * such card comes as a row that was in the trash from the start.
 */
export class GhostStager {
  readonly #file: StagedFile;
  readonly #decks: DeckStager;
  #count = 0;

  constructor(file: StagedFile, decks: DeckStager) {
    this.#file = file;
    this.#decks = decks;
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

  /** Stages the ghost of Anki's card and returns its uid; `at` is its first review. */
  stage(cardId: number, at: number): string {
    if (this.#count === 0) this.#noteType();
    this.#count += 1;
    const uid = derivedUid('anki:deleted-card', String(cardId));
    const note = -1 - this.#count;
    this.#file.insert('notes', {
      sid: note,
      uid: derivedUid('anki:deleted-note', String(cardId)),
      note_type: noteTypeSid,
      fields: '[""]',
      modified_at: at,
      created_at: at,
      source_id: null,
      ghost: 1,
    });
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
}
