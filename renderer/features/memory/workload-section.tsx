import { useState } from 'react';
import { memory as words } from '../../i18n/en/memory.ts';
import { formatPercent } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { LineChart } from '../../ui/charts/line-chart.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './memory.module.css';

const minuteMs = 60_000;

/** What each desired retention would ask of the owner's own cards, once they want to know. */
export function WorkloadSection() {
  const [isAsked, setIsAsked] = useState(false);
  const { data, error, refetch } = useServiceQuery('parameters.workload', {}, { enabled: isAsked });
  return (
    <>
      <h3 className={css.subtitle}>{words.workload}</h3>
      <p className={css.text}>{words.workloadText}</p>
      {!isAsked ? (
        <div className={css.actions}>
          <Button onPress={() => setIsAsked(true)}>{words.showWorkload}</Button>
        </div>
      ) : data !== undefined ? (
        <Workload workload={data} />
      ) : error === null ? (
        <div className={css.waiting}>
          <p className="visually-hidden" role="status">
            {words.working}
          </p>
          <Skeleton height={252} />
        </div>
      ) : (
        <SectionError error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

function Workload({ workload }: { workload: Output<'parameters.workload'> }) {
  const { points, desiredRetention } = workload;
  const now = points.reduce<(typeof points)[number] | undefined>(
    (nearest, point) =>
      nearest === undefined ||
      Math.abs(point.retention - desiredRetention) < Math.abs(nearest.retention - desiredRetention)
        ? point
        : nearest,
    undefined,
  );
  if (now === undefined) return <p className={css.text}>{words.workloadNone}</p>;
  const line = points.map(({ retention, minutesPerDay }) => ({ x: retention, y: minutesPerDay }));
  return (
    <div className={css.chart}>
      <LineChart
        title={words.workloadChart}
        level={3}
        description={words.workloadDescription(now.retention, now.minutesPerDay)}
        xName={words.workloadColumns.retention}
        yName={words.workloadColumns.minutes}
        points={line}
        stops={line.map((point) => ({ ...point, label: formatPercent(point.x) }))}
        marker={{ x: now.retention, y: now.minutesPerDay, label: words.workloadNow(now.minutesPerDay) }}
        range={[0, Math.max(...line.map(({ y }) => y)) * 1.1]}
        formatX={formatPercent}
        formatY={words.workloadValue}
      />
      <p className={css.text}>
        {words.workloadAt(now.retention, now.remembered, now.reviewsPerDay, now.minutesPerDay * minuteMs)}
      </p>
      <p className={css.quiet}>{words.workloadAssumptions(workload)}</p>
    </div>
  );
}
