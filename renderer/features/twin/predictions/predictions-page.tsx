import { useState } from 'react';
import { CircleDot, PowerOff, Target } from 'lucide-react';
import { useLocation } from 'wouter';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { Button } from '../../../ui/button.tsx';
import { DotPlot } from '../../../ui/charts/dot-plot.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { TwinColumns } from '../twin-columns.tsx';
import { TwinSection } from '../twin-section.tsx';
import { ModelSection } from './model-section.tsx';
import { PredictionRow } from './prediction-row.tsx';
import css from './predictions.module.css';
import type { Prediction } from './reasons.tsx';
import { JobButton } from '../job-button.tsx';

const shownAtFirst = 8;
const most = 200;

/** What the owner may struggle with, how likely, and why. */
export default function PredictionsPage() {
  const query = useServiceQuery('twin.predictions', { state: 'standing', limit: most });
  const isOn = query.data?.isOn ?? true;
  return (
    <TwinColumns
      first={
        <TwinSection
          title={words.title}
          asOf={query.data?.predictedAt}
          query={query}
          height={480}
          actions={
            isOn ? (
              <JobButton
                procedure="twin.generatePredictions"
                name={words.run}
                running={words.running}
                failed={words.failed}
              />
            ) : null
          }
        >
          {(data) => <Standing data={data} />}
        </TwinSection>
      }
      second={
        isOn ? (
          <>
            {new Set(query.data?.predictions.map(({ probability }) => probability)).size < 2 ? null : (
              <Panel>
                <Chances predictions={(query.data?.predictions ?? []).slice(0, shownAtFirst)} />
              </Panel>
            )}
            <ModelSection />
          </>
        ) : null
      }
    />
  );
}

function Standing({ data }: { data: Output<'twin.predictions'> }) {
  const [, navigate] = useLocation();
  const [showsAll, setShowsAll] = useState(false);
  const { isOn, predictedAt, total, predictions } = data;
  if (!isOn)
    return (
      <EmptyState icon={<PowerOff size={28} aria-hidden />} title={words.off} text={words.offText}>
        <Button onPress={() => navigate('/settings')}>{words.toSettings}</Button>
      </EmptyState>
    );
  if (predictedAt === null)
    return <EmptyState icon={<Target size={28} aria-hidden />} title={words.none} text={words.noneText} />;
  if (predictions.length === 0)
    return (
      <EmptyState
        icon={<CircleDot size={28} aria-hidden />}
        title={words.noObjectives}
        text={words.noObjectivesText}
      >
        <Button onPress={() => navigate('/library')}>{words.toLibrary}</Button>
      </EmptyState>
    );
  const shown = showsAll ? predictions : predictions.slice(0, shownAtFirst);
  return (
    <div className={css.stack}>
      <p className={css.text}>{words.text}</p>
      <ul className={css.rows}>
        {shown.map((prediction) => (
          <PredictionRow key={prediction.prediction} prediction={prediction} />
        ))}
      </ul>
      {shown.length === predictions.length ? null : (
        <p>
          <Button onPress={() => setShowsAll(true)}>{words.all(predictions.length)}</Button>
        </p>
      )}
      {total > predictions.length ? (
        <p className={css.quiet}>{words.shownOf(predictions.length, total)}</p>
      ) : null}
    </div>
  );
}

function Chances({ predictions }: { predictions: readonly Prediction[] }) {
  const titles = predictions.map(({ title }) => title);
  return (
    <DotPlot
      title={words.chart}
      note={words.chartNote}
      description={words.chartText(predictions.length)}
      names={[words.objective, words.probability]}
      format={words.share}
      rows={predictions.map(({ title, path, probability, low, high }) => ({
        label: titles.indexOf(title) === titles.lastIndexOf(title) ? title : `${title} (${path})`,
        estimate: { value: probability, low, high },
      }))}
    />
  );
}
