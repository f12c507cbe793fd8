import { scaleLinear, scaleSqrt } from 'd3-scale';
import { Target } from 'lucide-react';
import { charts as words } from '../../i18n/en/charts.ts';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { ChartFigure } from './chart-figure.tsx';
import css from './chart.module.css';
import { extent } from './extent.ts';
import { GridLines } from './grid-lines.tsx';
import { Plot, type PlotView } from './plot.tsx';
import series from './series.module.css';

/** `low` and `high`: Wilson interval of the share observed. */
type CalibrationBin = { n: number; meanPrediction: number; observed: number; low: number; high: number };
type CalibrationShape = {
  bins: readonly CalibrationBin[];
  /** Of the intervals, in per cent. */
  intervalPercent?: number;
};
type CalibrationChartProps = CalibrationShape & {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  level?: 2 | 3;
};

/** A bin below this says nothing yet: its place is kept, its share is not. */
const fewest = 30;
const plot = { left: 48, right: 12, top: 12, bottom: 42 };
/** As wide as high, so that the diagonal is one. */
const sideOf = (width: number): number => Math.min(380, width - plot.left - plot.right);

/** What was predicted against what happened: on the diagonal both are the same. */
export function CalibrationChart({ title, description, note, level, ...shape }: CalibrationChartProps) {
  const { bins, intervalPercent = 90 } = shape;
  return (
    <ChartFigure
      title={title}
      {...(note === undefined ? {} : { note })}
      {...(level === undefined ? {} : { level })}
      columns={[words.predicted, words.happened, words.from, words.to, words.count]}
      rows={bins.map(({ meanPrediction, observed, low, high, n }) => ({
        label: formatPercent(meanPrediction),
        value: n < fewest ? words.unknown : formatPercent(observed),
        others: [...(n < fewest ? ['', ''] : [formatPercent(low), formatPercent(high)]), formatNumber(n)],
      }))}
      cells={bins.map(({ meanPrediction, observed, low, high, n }) =>
        [meanPrediction, ...(n < fewest ? ['', '', ''] : [observed, low, high]), n].map(String),
      )}
      icon={<Target size={16} aria-hidden />}
    >
      <Plot
        title={title}
        description={description}
        height={(width) => sideOf(width) + plot.top + plot.bottom}
        stops={bins.map(({ meanPrediction, observed, low, high, n }) =>
          n < fewest
            ? words.bin(formatPercent(meanPrediction), n, fewest)
            : words.calibrated(
                formatPercent(meanPrediction),
                formatPercent(observed),
                words.interval(intervalPercent, formatPercent(low), formatPercent(high)),
                n,
              ),
        )}
        saysBelow
        legend={words.calibrationLegend}
      >
        {(view) => <Bins bins={bins} view={view} />}
      </Plot>
    </ChartFigure>
  );
}

function Bins({ bins, view: { width, at, setAt } }: CalibrationShape & { view: PlotView }) {
  const side = sideOf(width);
  const right = plot.left + side;
  const bottom = plot.top + side;
  // Predictions of what is rare crowd near zero, those of what is known near one: both axes show where they are.
  const [least, most] = extent(
    bins.flatMap(({ meanPrediction, low, high, n }) => [meanPrediction, ...(n < fewest ? [] : [low, high])]),
  );
  const domain = [least < 0.3 ? 0 : Math.max(0, least), Math.max(0.1, Math.min(1, most))];
  const x = scaleLinear(domain, [plot.left, right]).nice(5);
  const y = scaleLinear(x.domain(), [bottom, plot.top]);
  const greatest = Math.max(fewest, ...bins.map(({ n }) => n));
  const radius = scaleSqrt([0, greatest], [3, 6]);
  const ticks = x.ticks(side < 260 ? 3 : 5);
  return (
    <>
      <GridLines
        ticks={ticks.map((tick) => ({ y: y(tick), text: formatPercent(tick) }))}
        from={plot.left}
        to={right}
      />
      {ticks.map((tick) => (
        <text key={tick} className={css.tick} x={x(tick)} y={bottom + 18} textAnchor="middle">
          {formatPercent(tick)}
        </text>
      ))}
      <text className={css.tick} x={plot.left + side / 2} y={bottom + 36} textAnchor="middle">
        {words.predicted}
      </text>
      <text className={css.tick} x={plot.left + 6} y={plot.top + 12}>
        {words.happened}
      </text>
      <line className={css.marker} x1={plot.left} y1={bottom} x2={right} y2={plot.top} />
      {bins.map(({ meanPrediction, observed, low, high, n }, index) => {
        const [left, middle] = [x(meanPrediction), y(observed)];
        return (
          <g key={meanPrediction} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            <rect className={css.hover} x={left - 12} y={plot.top} width={24} height={side} />
            {n < fewest ? (
              // On the axis: nothing is known of how high it is, and on the diagonal it would look well calibrated.
              <circle className={series.hollow} cx={left} cy={bottom} r={4} />
            ) : (
              <>
                <line className={series.interval} x1={left} x2={left} y1={y(low)} y2={y(high)} />
                <circle className={series.clear} cx={left} cy={middle} r={radius(n)} />
                {at === index ? (
                  <circle className={css.dotOn} cx={left} cy={middle} r={radius(n) + 1} />
                ) : null}
              </>
            )}
          </g>
        );
      })}
    </>
  );
}
