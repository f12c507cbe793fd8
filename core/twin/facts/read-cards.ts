import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { cardFormats } from './card-formats.ts';

type CardRow = {
  id: number;
  lecture_id: number;
  ordinal: number;
  note_type_id: number;
  is_occluded: number;
  is_gone: number;
};

const cardRows = statement<Record<string, never>, CardRow>(
  'twin.cards',
  `SELECT c.id, c.lecture_id, c.ordinal, n.note_type_id, c.deleted_at IS NOT NULL AS is_gone,
     t.kind = 'cloze' AND instr(n.fields, 'image-occlusion:') > 0 AS is_occluded
   FROM cards c JOIN notes n ON n.id = c.note_id JOIN note_types t ON t.id = n.note_type_id
   ORDER BY c.position, c.id`,
);
const objectiveRows = statement<Record<string, never>, { id: number; lecture_id: number }>(
  'twin.objectives',
  'SELECT id, lecture_id FROM learning_objectives WHERE deleted_at IS NULL ORDER BY id',
);
const ownObjectives = statement<Record<string, never>, { card_id: number; objective: number }>(
  'twin.ownObjectives',
  `SELECT oc.card_id, min(oc.objective_id) AS objective FROM objective_cards oc
   JOIN learning_objectives o ON o.id = oc.objective_id WHERE o.deleted_at IS NULL GROUP BY oc.card_id`,
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
  readonly cards: number[];
  readonly cardRow: ReadonlyMap<number, number>;
  /** Row of the card's objective; −1 without one, and for a card in the trash: nothing more will be asked of it. */
  readonly objective: number[];
  /** Index into FORMATS. */
  readonly format: number[];
  /** Local key of each objective. */
  readonly objectives: number[];
  readonly objectiveRow: ReadonlyMap<number, number>;
  /** The lecture an objective belongs to, as a number from 0. */
  readonly topic: number[];
  readonly prerequisites: number[][];
};

const rowsOf = (keys: readonly number[]): Map<number, number> => new Map(keys.map((key, row) => [key, row]));

/** Every card, in the trash too (its answers happened), and every objective that is there. */
export const readCards = (reader: StoreReader): LearnerCards => {
  const objectives = reader.all(objectiveRows, {});
  const objectiveRow = rowsOf(objectives.map(({ id }) => id));
  const own = new Map(reader.all(ownObjectives, {}).map((row) => [row.card_id, row.objective]));
  const ruled = new Map(reader.all(ruledObjectives, {}).map((row) => [row.lecture_id, row.objective]));
  const formatOf = cardFormats(reader);
  const cards: number[] = [];
  const objective: number[] = [];
  const format: number[] = [];
  for (const row of reader.iterate(cardRows, {})) {
    cards.push(row.id);
    const about = row.is_gone === 1 ? undefined : (own.get(row.id) ?? ruled.get(row.lecture_id));
    objective.push(about === undefined ? -1 : (objectiveRow.get(about) ?? -1));
    format.push(formatOf(row.note_type_id, row.ordinal, row.is_occluded === 1));
  }
  const topics = rowsOf([...new Set(objectives.map((row) => row.lecture_id))]);
  const prerequisites: number[][] = objectives.map(() => []);
  for (const row of reader.all(prerequisiteRows, {})) {
    const [from, to] = [objectiveRow.get(row.objective_id), objectiveRow.get(row.prerequisite_id)];
    if (from !== undefined && to !== undefined) prerequisites[from]?.push(to);
  }
  return {
    cards,
    cardRow: rowsOf(cards),
    objective,
    format,
    objectives: objectives.map(({ id }) => id),
    objectiveRow,
    topic: objectives.map((row) => topics.get(row.lecture_id) ?? 0),
    prerequisites,
  };
};
