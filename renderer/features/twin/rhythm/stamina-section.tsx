import { rhythm } from '../../../i18n/en/twin-rhythm.ts';
import { DotPlot } from '../../../ui/charts/dot-plot.tsx';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { estimateOf } from '../estimate-of.ts';
import { ShowAnswers, type Traced } from '../evidence/show-answers.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import { HistoryGates } from './history-gates.tsx';
import type { RhythmModel, RhythmQuery } from './rhythm-query.ts';
import css from '../twin.module.css';

const words = rhythm.stamina;

/** How long it goes well, and which length of session goes best. */
export function StaminaSection({ query }: { query: RhythmQuery }) {
  return (
    <TwinSection title={words.title} asOf={query.data?.computedAt} query={query} height={320}>
      {(data) =>
        data === null || !data.history.isEnough ? (
          <HistoryGates history={data?.history} text={words.gate} />
        ) : (
          <Stretches stamina={data.stamina} n={data.rhythm.n} />
        )
      }
    </TwinSection>
  );
}

function Stretches({ stamina, n }: { stamina: RhythmModel['stamina']; n: number }) {
  const { stretches, lengths, longSessions, neededSessions, bestLength } = stamina;
  const named = (index: number, of: readonly { fromMinute: number }[]): string =>
    words.stretch(of[index]?.fromMinute ?? 0, of[index + 1]?.fromMinute);
  const numbers = (of: 'stretches' | 'lengths'): Traced[] =>
    stamina[of].flatMap(({ recall }, cell) =>
      recall === null
        ? []
        : [{ label: twinEvidence.counted(named(cell, stamina[of]), recall.n), ask: { of, cells: [cell] } }],
    );
  return (
    <div className={css.stack}>
      {longSessions < neededSessions ? (
        <NotEnough
          gates={[{ have: longSessions, need: neededSessions, unit: 'longSessions' }]}
          text={words.gate}
        />
      ) : (
        <p>{onsetWords(stamina)}</p>
      )}
      <DotPlot
        title={words.chart}
        level={3}
        description={words.description(n)}
        names={words.names}
        format={rhythm.points}
        rows={stretches.map(({ recall }, index) => ({
          label: named(index, stretches),
          estimate: estimateOf(recall),
        }))}
      />
      <ShowAnswers of={words.title} numbers={numbers('stretches')} />
      <p>{bestLength === null ? rhythm.lengths.noBest : rhythm.lengths.best(named(bestLength, lengths))}</p>
      <DotPlot
        title={rhythm.lengths.chart}
        level={3}
        description={rhythm.lengths.description}
        names={rhythm.lengths.names}
        format={rhythm.points}
        rows={lengths.map(({ recall }, index) => ({
          label: named(index, lengths),
          estimate: estimateOf(recall),
        }))}
      />
      <ShowAnswers of={rhythm.lengths.title} numbers={numbers('lengths')} />
    </div>
  );
}

function onsetWords({ onset, breakAfterMinutes }: RhythmModel['stamina']): string {
  if (onset === null || breakAfterMinutes === null) return words.noOnset;
  return words.onset(onset.minutes, onset.low, onset.high, breakAfterMinutes);
}
