import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidToHex } from '../../store/uid.ts';
import { answerReader, type AnswerOf } from './answer-text.ts';

type CardRow = {
  uid: Uint8Array;
  note: number;
  type: number;
  ordinal: number;
  lecture: number;
  fields: string;
};
const cardRow = statement<{ card: number }, CardRow>(
  'assessments.card',
  `SELECT c.uid, c.note_id AS note, n.note_type_id AS type, c.ordinal, c.lecture_id AS lecture, n.fields
   FROM cards c JOIN notes n ON n.id = c.note_id WHERE c.id = @card`,
);
const typeRow = statement<
  { type: number; ordinal: number },
  { kind: 'standard' | 'cloze'; fields: string; question_format: string; answer_format: string }
>(
  'assessments.noteType',
  `SELECT t.kind, coalesce(ct.question_format, '') AS question_format, coalesce(ct.answer_format, '') AS answer_format,
     (SELECT json_group_array(name) FROM (SELECT name FROM note_fields WHERE note_type_id = t.id ORDER BY ordinal)) AS fields
   FROM note_types t LEFT JOIN card_templates ct ON ct.note_type_id = t.id
     AND ct.ordinal = CASE t.kind WHEN 'cloze' THEN 0 ELSE @ordinal END
   WHERE t.id = @type`,
);

/** Cards that were made together stand together, and are about nearly the same thing. */
const neighbours = 16;
type Near = { card: number; note: number; type: number; ordinal: number; lecture: number };
type NearRow = { fields: string; ordinal: number };
const alike = `n.note_type_id = @type AND n.deleted_at IS NULL AND c.deleted_at IS NULL AND c.note_id <> @note
  AND (c.ordinal = @ordinal OR @ordinal = -1)`;
const side = (name: string, from: string, key: string, compare: '<' | '>') =>
  statement<Near, NearRow>(
    `assessments.${name}`,
    `SELECT fields, ordinal FROM (SELECT n.fields, c.ordinal, ${key} AS k FROM ${from}
       AND ${alike} ORDER BY ${key} ${compare === '<' ? 'DESC' : ''} LIMIT ${neighbours})`,
  );
const inLecture = (compare: '<' | '>'): string =>
  `cards c JOIN notes n ON n.id = c.note_id WHERE c.lecture_id = @lecture AND c.id ${compare} @card
     AND c.id ${compare === '<' ? '>' : '<'} @card ${compare === '<' ? '-' : '+'} ${20 * neighbours}`;
const ofType = (compare: '<' | '>'): string =>
  `notes n JOIN cards c ON c.note_id = n.id WHERE n.id ${compare} @note
     AND n.id ${compare === '<' ? '>' : '<'} @note ${compare === '<' ? '-' : '+'} ${20 * neighbours}`;
const near = [
  side('nearBefore', inLecture('<'), 'c.id', '<'),
  side('nearAfter', inLecture('>'), 'c.id', '>'),
];
const farther = [side('typeBefore', ofType('<'), 'n.id', '<'), side('typeAfter', ofType('>'), 'n.id', '>')];

/** Enough to choose from; otherwise other lectures are asked. */
const enough = 8;

/** Answers of cards as plain text, and those of cards beside them. Templates are read once for all of a test. */
export class CardAnswers {
  readonly #reader: StoreReader;
  readonly #types = new Map<string, { kind: 'standard' | 'cloze'; answerOf: AnswerOf }>();

  constructor(reader: StoreReader) {
    this.#reader = reader;
  }

  #row(card: number): CardRow {
    const row = this.#reader.get(cardRow, { card });
    if (row === undefined) throw new Error('a card in study has a note');
    return row;
  }

  #typeOf(type: number, ordinal: number): { kind: 'standard' | 'cloze'; answerOf: AnswerOf } {
    const key = `${type} ${ordinal}`;
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    const row = this.#reader.get(typeRow, { type, ordinal });
    if (row === undefined) throw new Error('a note has a type');
    const made = {
      kind: row.kind,
      answerOf: answerReader({
        kind: row.kind,
        fields: JSON.parse(row.fields) as string[],
        questionFormat: row.question_format,
        answerFormat: row.answer_format,
      }),
    };
    this.#types.set(key, made);
    return made;
  }

  of(card: number): { uid: string; expected: string } {
    const row = this.#row(card);
    const { answerOf } = this.#typeOf(row.type, row.ordinal);
    return { uid: uidToHex(row.uid), expected: answerOf(JSON.parse(row.fields) as string[], row.ordinal) };
  }

  /** Answers of other notes of the same type and side, those of the same lecture first. */
  near(card: number): string[] {
    const row = this.#row(card);
    const { kind, answerOf } = this.#typeOf(row.type, row.ordinal);
    const asked: Near = {
      card,
      note: row.note,
      type: row.type,
      ordinal: kind === 'cloze' ? -1 : row.ordinal,
      lecture: row.lecture,
    };
    const read = (statements: typeof near): string[] =>
      statements
        .flatMap((def) => this.#reader.all(def, asked))
        .map(({ fields, ordinal }) => answerOf(JSON.parse(fields) as string[], ordinal));
    const found = read(near);
    return new Set(found).size >= enough ? found : [...found, ...read(farther)];
  }
}
