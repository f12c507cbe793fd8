import { struggleHistory, type StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { effectCells, type EffectCells } from '#ml/learner/effect-tables.ts';
import { EFFECT_DAYS } from '#ml/learner/learner-analysis.ts';
import { measuredAnswers, type MeasuredAnswers } from '#ml/learner/measured-answers.ts';
import type { StoreReader } from '../../store/reader.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { replayedLoad, type ReplayedLoad } from '../burnout/replayed-load.ts';
import { readLearnerFacts, type LearnerFacts } from '../facts/read-learner-facts.ts';

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

const viewOf = (reader: StoreReader): LearnerView => {
  const learner = readLearnerFacts(reader);
  const history = struggleHistory(learner.facts, modelInForce(reader));
  return {
    learner,
    history,
    measured: once((today) => {
      const answers = measuredAnswers(history, today - EFFECT_DAYS);
      return { answers, cells: effectCells(answers) };
    }),
    loads: once((today) => replayedLoad(reader, learner, history, today)),
  };
};

/** Who looks at one number looks at the next; a long history is let go where memory is short. */
const views = new WeakMap<StoreReader, { version: number; view: WeakRef<LearnerView> }>();

/** @param version of the file, which changes with every write */
export const learnerView = (reader: StoreReader, version: number): LearnerView => {
  const known = views.get(reader);
  const kept = known?.version === version ? known.view.deref() : undefined;
  if (kept !== undefined) return kept;
  const view = viewOf(reader);
  views.set(reader, { version, view: new WeakRef(view) });
  return view;
};
