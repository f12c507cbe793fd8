import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { effectCells, type EffectCells } from '#ml/learner/effect-tables.ts';
import { EFFECT_DAYS } from '#ml/learner/learner-analysis.ts';
import { measuredAnswers, type MeasuredAnswers } from '#ml/learner/measured-answers.ts';
import type { StoreReader } from '../../store/reader.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { replayedLoad, type ReplayedLoad } from '../burnout/replayed-load.ts';
import { learnerHistory, type LearnerHistory } from '../facts/learner-history.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';

/** What an analysis chooses from. Each part is computed when it is first asked for, and then kept. */
export type LearnerView = {
  readonly learner: LearnerFacts;
  readonly history: StruggleHistory;
  /** As of the study day of an analysis. */
  measured(today: number): { readonly answers: MeasuredAnswers; readonly cells: EffectCells };
  loads(today: number): ReplayedLoad;
};

const once = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  let last: { key: K; value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
};

const viewOf = (reader: StoreReader, { learner, history }: LearnerHistory): LearnerView => ({
  learner,
  history,
  measured: once((today) => {
    const answers = measuredAnswers(history, today - EFFECT_DAYS);
    return { answers, cells: effectCells(answers) };
  }),
  loads: once((today) => replayedLoad(reader, learner, history, today)),
});

/** Who looks at one number looks at the next; a long history is let go where memory is short. */
const views = new WeakMap<StoreReader, { version: string; view: WeakRef<LearnerView> }>();

/** @param version of the file: parts of a view are of more than the history */
export const learnerView = (reader: StoreReader, version: string): LearnerView => {
  const known = views.get(reader);
  const kept = known?.version === version ? known.view.deref() : undefined;
  if (kept !== undefined) return kept;
  const view = viewOf(reader, learnerHistory(reader, modelInForce(reader)));
  views.set(reader, { version, view: new WeakRef(view) });
  return view;
};
