import { cardIdOf, cardSourceById } from '../../library/card-source.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import type { RiskyCard } from './compute-recall.ts';
import { RECALL_ANSWERS_NEEDED, type recallContract } from './contract.ts';
import { keptFit, keptRisk } from './kept-recall.ts';
import type { RecallLooks } from './recall-looks.ts';
import { stillAtRisk } from './still-at-risk.ts';

type ModelState = OutputOf<typeof recallContract, 'twin.recallModel'>;
type AtRisk = OutputOf<typeof recallContract, 'twin.atRiskToday'>;

const cardUid = statement<{ card: number }, { uid: Uint8Array }>(
  'twin.recallCard',
  'SELECT uid FROM cards WHERE id = @card AND deleted_at IS NULL',
);
const objectivesOfCards = statement<{ cards: string }, { uid: Uint8Array; title: string; n: number }>(
  'twin.recallObjectives',
  `WITH risky AS (SELECT value AS card FROM json_each(@cards)),
     covered AS (
       SELECT oc.objective_id AS objective, r.card FROM risky r JOIN objective_cards oc ON oc.card_id = r.card
       UNION SELECT rule.objective_id, r.card FROM risky r JOIN cards c ON c.id = r.card
         JOIN objective_rules rule ON rule.lecture_id = c.lecture_id)
   SELECT o.uid, o.title, count(*) AS n FROM covered
   JOIN learning_objectives o ON o.id = covered.objective AND o.deleted_at IS NULL
   GROUP BY o.id HAVING count(*) >= 2 ORDER BY n DESC, o.id LIMIT 20`,
);

/** How it stands with the model, without opening it. */
export const modelState = (reader: StoreReader, permits: TwinPermits): ModelState => {
  const answers = answersInAll(reader);
  const fit = keptFit(reader);
  const common = { answers, needed: RECALL_ANSWERS_NEEDED };
  if (!permits.isOn(readSettings(reader), 'predictions'))
    return { ...common, state: 'off', answers: 0, judgement: null, fittedAt: null };
  if (fit === undefined) {
    const state = answers < RECALL_ANSWERS_NEEDED ? 'not_enough' : 'not_yet';
    return { ...common, state, judgement: null, fittedAt: null };
  }
  const { judgement, fittedAt } = fit;
  if (judgement === null) return { ...common, state: 'not_yet', judgement, fittedAt };
  return { ...common, state: judgement.accepted ? 'in_use' : 'not_better', judgement, fittedAt };
};

const riskyCards = (reader: StoreReader, shown: readonly RiskyCard[]): AtRisk['cards'] =>
  shown.flatMap(({ card, fsrs, probability, isDue, reasons }) => {
    const row = reader.get(cardUid, { card });
    if (row === undefined) return [];
    const source = cardSourceById(reader, card);
    const { course_title: course, lecture_path: lecture } = source;
    return [{ card: uidToHex(row.uid), course, lecture, fsrs, probability, isDue, reasons }];
  });

/** What this day's look found and nobody has answered since; yesterday's says nothing of today. */
const atRiskToday = (store: Store, permits: TwinPermits): AtRisk => {
  const model = modelState(store, permits);
  const risk = keptRisk(store);
  const { studyDay: today } = localMoment(store.clock.now(), store.clock, readSettings(store));
  if (model.state !== 'in_use' || risk?.studyDay !== today)
    return { model, computedAt: null, looked: 0, total: 0, due: 0, cards: [], objectives: [] };
  const left = stillAtRisk(store, risk.cards, { since: risk.computedAt, today });
  const isDue = new Map(left.map((found) => [found.card, found.isDue]));
  const shown = risk.shown.filter(({ card }) => isDue.has(card));
  return {
    model,
    computedAt: risk.computedAt,
    looked: risk.looked,
    total: left.length,
    due: left.filter((found) => found.isDue).length,
    cards: riskyCards(
      store,
      shown.map((found) => ({ ...found, isDue: isDue.get(found.card) === true })),
    ),
    objectives: store
      .all(objectivesOfCards, { cards: JSON.stringify(left.map(({ card }) => card)) })
      .map(({ uid, title, n }) => ({ objective: uidToHex(uid), title, cards: n })),
  };
};

export const recallService = (
  store: Store,
  recall: RecallLooks,
  permits: TwinPermits,
): Handlers<typeof recallContract> => ({
  'twin.recallModel': () => modelState(store, permits),
  'twin.cardRecall': async ({ card }) => {
    const id = cardIdOf(store, card);
    const model = modelState(store, permits);
    return { model, context: model.state === 'in_use' ? await recall.ofCard(id) : null };
  },
  'twin.atRiskToday': () => atRiskToday(store, permits),
  'twin.fitRecall': async () => {
    permits.demand('predictions');
    if (!permits.isOn(readSettings(store), 'predictions'))
      throw new RpcError('invalid', { reason: 'analysis is switched off' });
    return { output: { job: await recall.start(true) }, changes: ['jobs'] };
  },
});
