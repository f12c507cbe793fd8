import { orderOf } from '#ml/numeric/order-of.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { cardFormats } from './card-formats.ts';
import { rowLookup, type RowOf } from './row-lookup.ts';

/** Columns as JSON arrays: a hundred thousand objects for rows cost more than to read them. */
type CardColumns = { ids: string; lectures: string; positions: string; notes: string; ordinals: string };

const cardColumns = statement<Record<string, never>, CardColumns>(
  'twin.cards',
  `SELECT json_group_array(id) AS ids, json_group_array(lecture_id) AS lectures,
     json_group_array(position) AS positions, json_group_array(note_id) AS notes,
     json_group_array(2 * ordinal + (deleted_at IS NOT NULL)) AS ordinals
   FROM (SELECT id, lecture_id, position, note_id, ordinal, deleted_at FROM cards ORDER BY id)`,
);
const noteColumns = statement<Record<string, never>, { ids: string; types: string }>(
  'twin.notes',
  `SELECT json_group_array(id) AS ids, json_group_array(2 * note_type_id + is_occluded) AS types
   FROM (SELECT n.id, n.note_type_id,
       t.kind = 'cloze' AND instr(n.fields, 'image-occlusion:') > 0 AS is_occluded
     FROM notes n JOIN note_types t ON t.id = n.note_type_id ORDER BY n.id)`,
);
const objectiveRows = statement<Record<string, never>, { id: number; lecture_id: number }>(
  'twin.objectives',
  'SELECT id, lecture_id FROM learning_objectives WHERE deleted_at IS NULL ORDER BY id',
);
const ownObjectives = statement<Record<string, never>, { cards: string; objectives: string }>(
  'twin.ownObjectives',
  `SELECT json_group_array(card_id) AS cards, json_group_array(objective_id) AS objectives
   FROM (SELECT oc.card_id, oc.objective_id FROM objective_cards oc
     JOIN learning_objectives o ON o.id = oc.objective_id WHERE o.deleted_at IS NULL ORDER BY oc.objective_id)`,
);
const ruledObjectives = statement<Record<string, never>, { lecture_id: number; objective: number }>(
  'twin.ruledObjectives',
  `SELECT r.lecture_id, min(r.objective_id) AS objective FROM objective_rules r
   JOIN learning_objectives o ON o.id = r.objective_id WHERE o.deleted_at IS NULL GROUP BY r.lecture_id`,
);
const prerequisiteRows = statement<Record<string, never>, { objective_id: number; prerequisite_id: number }>(
  'twin.prerequisites',
  'SELECT objective_id, prerequisite_id FROM objective_prerequisites',
);

/** Cards and objectives under the row numbers that columns of facts use. */
export type LearnerCards = {
  /** Local key of each card, in the order new cards come. */
  readonly cards: readonly number[];
  readonly cardRow: RowOf;
  /** Row of the card's objective; −1 without one, and for a card in the trash: nothing more will be asked of it. */
  readonly objective: readonly number[];
  /** Index into FORMATS. */
  readonly format: readonly number[];
  /** Local key of each objective. */
  readonly objectives: readonly number[];
  readonly objectiveRow: RowOf;
  /** The lecture an objective belongs to, as a number from 0. */
  readonly topic: readonly number[];
  readonly prerequisites: readonly (readonly number[])[];
};

// Checked border: the statements group numbers.
const numbersOf = (json: string | undefined): number[] => JSON.parse(json ?? '[]') as number[];

/** The first objective of each card of those that are there: its own, else that of its lecture; by row of the card. */
const objectivesOf = (
  reader: StoreReader,
  ids: readonly number[],
  lectures: readonly number[],
): readonly (number | undefined)[] => {
  const ruled = new Map(reader.all(ruledObjectives, {}).map((row) => [row.lecture_id, row.objective]));
  const objectives = lectures.map((lecture) => ruled.get(lecture));
  const rowOf = rowLookup(ids);
  const own = reader.get(ownObjectives, {});
  const [cards, ownOf] = [numbersOf(own?.cards), numbersOf(own?.objectives)];
  // From the last one on, so that the first stays.
  for (let place = cards.length - 1; place >= 0; place -= 1) {
    const row = rowOf.get(cards[place]!);
    if (row !== undefined) objectives[row] = ownOf[place];
  }
  return objectives;
};

/** How each card asks, by row. */
const formatsOf = (
  reader: StoreReader,
  notes: readonly number[],
  ordinals: readonly number[],
): readonly number[] => {
  const formatOf = cardFormats(reader);
  const read = reader.get(noteColumns, {});
  const types = numbersOf(read?.types);
  const noteRow = rowLookup(numbersOf(read?.ids));
  return notes.map((note, row) => {
    const type = types[noteRow.get(note) ?? -1] ?? 0;
    return formatOf(type >> 1, ordinals[row]! >> 1, (type & 1) === 1);
  });
};

/** Every card, in the trash too (its answers happened), and every objective that is there. */
export const readCards = (reader: StoreReader): LearnerCards => {
  const objectives = reader.all(objectiveRows, {});
  const objectiveRow = rowLookup(objectives.map(({ id }) => id));
  const read = reader.get(cardColumns, {});
  const [ids, ordinals] = [numbersOf(read?.ids), numbersOf(read?.ordinals)];
  const about = objectivesOf(reader, ids, numbersOf(read?.lectures));
  const formats = formatsOf(reader, numbersOf(read?.notes), ordinals);
  // Cards of one position come as they were made.
  const order = [...orderOf(numbersOf(read?.positions))];
  const cards = order.map((row) => ids[row]!);
  const topics = new Map(
    [...new Set(objectives.map((row) => row.lecture_id))].map((lecture, topic) => [lecture, topic]),
  );
  const prerequisites: number[][] = objectives.map(() => []);
  for (const row of reader.all(prerequisiteRows, {})) {
    const [from, to] = [objectiveRow.get(row.objective_id), objectiveRow.get(row.prerequisite_id)];
    if (from !== undefined && to !== undefined) prerequisites[from]?.push(to);
  }
  return {
    cards,
    cardRow: rowLookup(cards),
    objective: order.map((row) => {
      const objective = (ordinals[row]! & 1) === 1 ? undefined : about[row];
      return objective === undefined ? -1 : (objectiveRow.get(objective) ?? -1);
    }),
    format: order.map((row) => formats[row]!),
    objectives: objectives.map(({ id }) => id),
    objectiveRow,
    topic: objectives.map((row) => topics.get(row.lecture_id) ?? 0),
    prerequisites,
  };
};
