import { useState } from 'react';
import { CalendarSync } from 'lucide-react';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { memory as words } from '../../i18n/en/memory.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { CompareChart } from '../../ui/charts/compare-chart.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './memory.module.css';

/** Moves due dates to the memory in force, after a look at what that does. */
export function RescheduleSection({ waits }: { waits: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <h3 className={css.subtitle}>{words.reschedule}</h3>
      <p className={css.text}>{words.rescheduleText}</p>
      <div className={css.actions}>
        <Button
          icon={<CalendarSync size={16} aria-hidden />}
          isDisabled={waits}
          onPress={() => setIsOpen(true)}
        >
          {words.previewReschedule}
        </Button>
      </div>
      {isOpen ? <RescheduleDialog onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

function RescheduleDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useServiceQuery('parameters.previewReschedule', {});
  const reschedule = useServiceCommand('parameters.reschedule');
  const count = data === undefined ? 0 : data.earlier + data.later;
  const move = () =>
    reschedule.mutate(
      {},
      {
        onSuccess: ({ moved }) => {
          onClose();
          void showDone(words.moved(moved));
        },
      },
    );
  return (
    <Dialog
      title={words.previewTitle}
      size="wide"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={count === 0 || reschedule.isPending} onPress={move}>
            {words.move}
          </Button>
        </>
      }
    >
      {data !== undefined ? (
        <Preview preview={data} />
      ) : error === null ? (
        <div className={css.waiting}>
          <p className="visually-hidden" role="status">
            {words.working}
          </p>
          <Skeleton width="90%" />
          <Skeleton width="76%" />
          <Skeleton height={224} />
        </div>
      ) : (
        <SectionError error={error} onRetry={() => void refetch()} />
      )}
    </Dialog>
  );
}

function Preview({ preview }: { preview: Output<'parameters.previewReschedule'> }) {
  const { days, cards, earlier, later, meanIntervalBefore, meanIntervalAfter, desiredRetention } = preview;
  if (cards === 0) return <p>{words.workloadNone}</p>;
  if (earlier + later === 0) return <p>{words.nothingToMove}</p>;
  return (
    <>
      <p className={css.text}>{words.moves(cards, earlier, later)}</p>
      <p className={css.text}>{words.intervals(meanIntervalBefore, meanIntervalAfter, desiredRetention)}</p>
      <div className={css.chart}>
        <CompareChart
          title={words.loadChart}
          note={words.loadNote}
          level={3}
          description={words.loadDescription(days[0]?.before ?? 0, days[0]?.after ?? 0)}
          columns={words.loadColumns}
          series={[words.loadNow, words.loadAfter]}
          pairs={days.map(({ studyDay, before, after }, index) => ({
            label: words.loadDay(studyDay, index),
            tick: words.loadTick(index),
            before,
            after,
          }))}
          stopOf={words.loadStop}
        />
      </div>
    </>
  );
}
