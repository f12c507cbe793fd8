import { rhythm } from '../../../i18n/en/twin-rhythm.ts';
import { DotPlot } from '../../../ui/charts/dot-plot.tsx';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { estimateOf } from '../estimate-of.ts';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import { HistoryGates } from './history-gates.tsx';
import type { RhythmModel, RhythmQuery } from './rhythm-query.ts';
import css from '../twin.module.css';

const words = rhythm.formats;

/** With which kinds of card recall is better than memory alone lets expect. */
export function FormatsSection({ query }: { query: RhythmQuery }) {
  return (
    <TwinSection title={words.title} asOf={query.data?.computedAt} query={query} height={180}>
      {(data) =>
        data === null || !data.history.isEnough ? (
          <HistoryGates history={data?.history} text={words.text} />
        ) : (
          <Formats formats={data.formats} />
        )
      }
    </TwinSection>
  );
}

function Formats({ formats }: { formats: RhythmModel['formats'] }) {
  const known = formats.filter(({ recall }) => recall !== null);
  if (known.length < 2) return <p>{words.one}</p>;
  return (
    <div className={css.stack}>
      <DotPlot
        title={words.chart}
        level={3}
        description={words.description}
        names={words.names}
        format={rhythm.points}
        rows={known.map(({ format, recall }) => ({
          label: words.name(format),
          estimate: estimateOf(recall),
        }))}
      />
      <ShowAnswers
        of={words.title}
        numbers={known.map(({ format, recall }) => ({
          label: twinEvidence.counted(words.name(format), recall?.n ?? 0),
          ask: { of: 'formats', cells: [format] },
        }))}
      />
      <p className={css.quiet}>{words.text}</p>
    </div>
  );
}
