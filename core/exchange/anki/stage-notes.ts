import { derivedUid } from '../../store/uid.ts';
import { uidOfGuid } from '../export/own-guid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiNoteType, AnkiPackage } from './anki-package.ts';
import { plausibleStamp } from './plausible.ts';

/** The same type in two collections has the same number and the same fields; with other fields it is another type. */
const noteTypeIdentity = (type: AnkiNoteType): string[] => [
  String(type.id),
  ...type.fields.map((field) => field.name),
];

/** Stages the note types; `rewrite` gives styles and templates the names their media have in the store. */
export const stageNoteTypes = (
  file: StagedFile,
  types: readonly AnkiNoteType[],
  rewrite: (text: string) => string,
): void => {
  for (const type of types) {
    const identity = noteTypeIdentity(type);
    file.insert('note_types', {
      sid: type.id,
      uid: derivedUid('anki:note-type', ...identity),
      name: type.name,
      kind: type.kind,
      css: rewrite(type.css),
      sort_field: type.sortField,
      source_id: String(type.id),
    });
    for (const [ordinal, field] of type.fields.entries()) {
      const uid = derivedUid('anki:note-field', ...identity, String(ordinal));
      file.insert('note_fields', { uid, note_type: type.id, ordinal, name: field.name });
    }
    for (const template of type.templates) {
      file.insert('card_templates', {
        uid: derivedUid('anki:card-template', ...identity, String(template.ord)),
        note_type: type.id,
        ordinal: template.ord,
        name: template.name,
        question_format: rewrite(template.questionFormat),
        answer_format: rewrite(template.answerFormat),
      });
    }
  }
};

/** Stages the notes with their tags. `rewrite` gives a field its media's names in the store. Returns GUIDs by Anki's id. */
export const stageNotes = (
  file: StagedFile,
  source: AnkiPackage,
  now: number,
  rewrite: (field: string) => string,
  onRow: () => void,
): { guids: Map<number, string>; unknownTypes: number } => {
  const types = new Set(source.noteTypes.map((type) => type.id));
  const guids = new Map<number, string>();
  const seen = new Set<string>();
  let unknownTypes = 0;
  for (const note of source.notes()) {
    onRow();
    if (!types.has(note.noteTypeId)) {
      unknownTypes += 1;
      continue;
    }
    // Anki keeps GUIDs unique; where a tool did not, the second note is told apart by its number and nothing is lost.
    const identity = seen.has(note.guid) ? [note.guid, String(note.id)] : [note.guid];
    seen.add(note.guid);
    file.insert('notes', {
      sid: note.id,
      uid: uidOfGuid(note.guid) ?? derivedUid('anki:note', ...identity),
      note_type: note.noteTypeId,
      fields: JSON.stringify(note.fields.map(rewrite)),
      modified_at: plausibleStamp(note.modifiedAt * 1000, now),
      created_at: plausibleStamp(note.id, now),
      source_id: note.guid,
    });
    for (const tag of note.tags) file.insert('note_tags', { note: note.id, tag });
    guids.set(note.id, identity.join('\0'));
  }
  return { guids, unknownTypes };
};
