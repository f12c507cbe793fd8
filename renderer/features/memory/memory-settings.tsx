import type { Settings } from '../../app/use-settings.ts';
import { memory as words } from '../../i18n/en/memory.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useSave } from '../../app/use-save.ts';
import { FitNow } from './fit-now.tsx';
import { FitVerdict } from './fit-verdict.tsx';
import css from './memory.module.css';
import { RescheduleSection } from './reschedule-section.tsx';
import { TimeGradedOffer } from './time-graded-offer.tsx';
import { WorkloadSection } from './workload-section.tsx';

const models = ['fitted', 'time_graded', 'default'] as const;

/** The owner's memory parameters: what they are fitted to, what that is worth, and what to do about it. */
export function MemorySettings({ settings }: { settings: Settings }) {
  const { data: status, error, refetch } = useServiceQuery('parameters.status', {});
  const save = useSave();
  const choose = (model: Settings['study.memoryModel']) => save('study.memoryModel', model, words.model);
  if (status === undefined) {
    return (
      <Panel title={words.title}>
        {error === null ? (
          <div className={css.waiting}>
            <Skeleton width="92%" />
            <Skeleton width="70%" />
            <Skeleton height={44} />
          </div>
        ) : (
          <SectionError error={error} onRetry={() => void refetch()} />
        )}
      </Panel>
    );
  }
  // Graded by time is a choice once such a fit has won.
  const offered = models.filter(
    (model) =>
      model !== 'time_graded' ||
      settings['study.memoryModel'] === 'time_graded' ||
      status.offer !== null ||
      status.inForce?.kind === 'fsrs6_time_graded',
  );
  return (
    <Panel title={words.title}>
      <p className={css.text}>{words.intro}</p>
      <FitVerdict status={status} />
      <FitNow status={status} />
      {status.offer === null ? null : (
        <TimeGradedOffer fit={status.offer} onTake={() => choose('time_graded')} />
      )}
      <div className={css.choice}>
        <Select
          label={words.model}
          hint={words.modelHint}
          value={settings['study.memoryModel']}
          options={offered.map((id) => ({ id, label: words.models[id] }))}
          onChange={choose}
        />
      </div>
      <RescheduleSection waits={status.refolding > 0} />
      <WorkloadSection />
    </Panel>
  );
}
