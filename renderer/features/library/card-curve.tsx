import { library } from '../../i18n/en/library.ts';
import { formatPercent } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import { LineChart } from '../../ui/charts/line-chart.tsx';
import css from './card-dialog.module.css';

/** How a card is being forgotten, from its last review on; nothing before its first. */
export function CardCurve({ info }: { info: Output<'study.cardInfo'> }) {
  const { curve, sinceDays, retrievability } = info;
  const last = curve.at(-1);
  if (last === undefined || sinceDays === null || retrievability === null) return null;
  const end = sinceDays < last.days ? [library.curveEnd(last.days, last.retrievability)] : [];
  const points = curve.map(({ days, retrievability: recall }) => ({ x: days, y: recall }));
  // A memory that hardly fades must not look as if it fell: the scale spans a fifth at least.
  const lowest = Math.min(0.8, Math.floor(last.retrievability * 10) / 10);
  return (
    <div className={css.curve}>
      <LineChart
        title={library.curve}
        level={3}
        note={library.curveNote}
        description={[library.curveDescription(sinceDays, retrievability), ...end].join(' ')}
        xName={library.curveColumns.days}
        yName={library.curveColumns.recall}
        points={points}
        stops={points
          .filter(({ x }) => Number.isInteger(x))
          .map((point) => ({ ...point, label: library.curveDay(point.x) }))}
        marker={{ x: sinceDays, y: retrievability, label: library.curveToday(retrievability) }}
        range={[lowest, 1]}
        formatX={library.curveTick}
        formatY={formatPercent}
      />
    </div>
  );
}
