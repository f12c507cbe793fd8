import { FORMATS } from '#ml/simulate/truth.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

type TemplateRow = { note_type_id: number; ordinal: number; kind: 'standard' | 'cloze'; is_typed: number };

const templates = statement<Record<string, never>, TemplateRow>(
  'twin.templates',
  `SELECT t.note_type_id, t.ordinal, n.kind, instr(t.question_format, '{{type:') > 0 AS is_typed
   FROM card_templates t JOIN note_types n ON n.id = t.note_type_id`,
);

export type ContentFormat = (typeof FORMATS)[number];

const code = (format: ContentFormat): number => FORMATS.indexOf(format);

/** How a card asks, as an index into FORMATS, by its note type and number; `occluded`: its note hides parts of a picture. */
export const cardFormats = (
  reader: StoreReader,
): ((noteType: number, ordinal: number, occluded: boolean) => number) => {
  const rows = reader.all(templates, {});
  const typed = new Set(
    rows.filter((row) => row.is_typed === 1).map((row) => `${row.note_type_id}|${row.ordinal}`),
  );
  const cloze = new Set(rows.filter((row) => row.kind === 'cloze').map((row) => row.note_type_id));
  return (noteType, ordinal, occluded) => {
    const isCloze = cloze.has(noteType);
    // All cards of a cloze note are made by its one template.
    if (typed.has(`${noteType}|${isCloze ? 0 : ordinal}`)) return code('typed_answer');
    if (!isCloze) return code('flashcard');
    return code(occluded ? 'image_occlusion' : 'cloze');
  };
};
