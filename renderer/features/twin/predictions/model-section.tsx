import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from './predictions.module.css';
import { JobButton } from '../job-button.tsx';

/** What predicts, what it learnt from, and what it was measured against. */
export function ModelSection() {
  const query = useServiceQuery('twin.health', {});
  return (
    <TwinSection
      title={words.modelTitle}
      asOf={query.data?.trainedAt}
      query={query}
      height={96}
      actions={
        <JobButton
          procedure="twin.retrain"
          name={words.train}
          running={words.running}
          failed={words.failed}
        />
      }
    >
      {(health) => (
        <div className={css.model}>
          <p>
            <b>{words.model(health)}</b>
            {health.modelVersion === health.model ? null : (
              <span className={css.quiet}> {health.modelVersion}</span>
            )}
          </p>
          {health.labels < health.neededLabels ? (
            <div>
              <p>{words.learning(health.labels, health.neededLabels)}</p>
              <ProgressBar
                label={words.learning(health.labels, health.neededLabels)}
                value={health.labels / health.neededLabels}
                valueText={words.learning(health.labels, health.neededLabels)}
              />
            </div>
          ) : (
            <p>{words.trained(health.labels, health.struggled)}</p>
          )}
          {health.judged === 0 ? null : <p className={css.quiet}>{words.contest(health)}</p>}
          {health.skill.isAlert ? <p className={css.alert}>{words.alert}</p> : null}
        </div>
      )}
    </TwinSection>
  );
}
