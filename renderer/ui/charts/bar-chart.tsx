import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { scaleBand, scaleLinear } from 'd3-scale';
import { ChartBar, Copy, Table } from 'lucide-react';
import { common } from '../../i18n/en/common.ts';
import { formatNumber, formatTick } from '../../i18n/format.ts';
import { IconButton } from '../button.tsx';
import { showToast } from '../toast.ts';
import css from './chart.module.css';
import { toCsv } from './to-csv.ts';
import { useWidth } from './use-width.ts';

type BarChartProps = {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  note?: string;
  categoryName: string;
  valueName: string;
  bars: { label: string; value: number }[];
};

const height = 168;
const plot = { left: 32, right: 8, top: 16, bottom: 28 };

/** Bars on a common base. Arrow keys walk them; the table says the same in numbers. */
export function BarChart({ title, description, note, categoryName, valueName, bars }: BarChartProps) {
  const [asTable, setAsTable] = useState(false);
  const copy = () => {
    const text = toCsv([[categoryName, valueName], ...bars.map((bar) => [bar.label, String(bar.value)])]);
    navigator.clipboard.writeText(text).then(
      () => showToast({ text: common.copied }),
      () => showToast({ text: common.copyFailed, tone: 'bad' }),
    );
  };
  return (
    <figure className={css.figure}>
      <figcaption className={css.caption}>
        <h2 className={css.title}>{title}</h2>
        <span className={css.note}>{note}</span>
        <span className={css.tools}>
          {asTable ? (
            <IconButton label={common.copyCsv} onPress={copy}>
              <Copy size={16} aria-hidden />
            </IconButton>
          ) : null}
          <IconButton
            label={asTable ? common.showChart : common.showTable}
            onPress={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartBar size={16} aria-hidden /> : <Table size={16} aria-hidden />}
          </IconButton>
        </span>
      </figcaption>
      {asTable ? (
        <BarTable title={title} categoryName={categoryName} valueName={valueName} bars={bars} />
      ) : (
        <Bars title={title} description={description} bars={bars} />
      )}
    </figure>
  );
}

function Bars({ title, description, bars }: Pick<BarChartProps, 'title' | 'description' | 'bars'>) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  // Drawn in the pixels it has: text keeps its size in a narrow window.
  const width = useWidth(box, 620);
  const [at, setAt] = useState<number>();
  const highest = Math.max(4, ...bars.map((bar) => bar.value));
  const y = scaleLinear([0, highest], [height - plot.bottom, plot.top]).nice(3);
  const x = scaleBand(
    bars.map((_, index) => index),
    [plot.left, width - plot.right],
  ).padding(width < 400 ? 0.4 : 0.62);
  const ticks = y.ticks(3).filter(Number.isInteger);
  const current = at === undefined ? undefined : bars[at];

  const onKeyDown = (event: KeyboardEvent) => {
    const last = bars.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: Math.min(last, (at ?? -1) + 1),
      ArrowLeft: Math.max(0, (at ?? last + 1) - 1),
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  };

  return (
    <div ref={box} className={css.plot}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className={css.svg}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(undefined)}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-text`}>{description}</desc>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={plot.left} x2={width - plot.right} y1={y(tick)} y2={y(tick)} />
            <text className={css.tick} x={plot.left - 10} y={y(tick)} dy="0.35em" textAnchor="end">
              {formatTick(tick)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => (
          <g key={bar.label} onMouseEnter={() => setAt(index)} onMouseLeave={() => setAt(undefined)}>
            <rect
              className={css.hover}
              x={(x(index) ?? 0) - x.bandwidth() / 2}
              y={plot.top}
              width={x.bandwidth() * 2}
              height={height - plot.top - plot.bottom}
            />
            <rect
              className={at === index ? css.barOn : css.bar}
              x={x(index) ?? 0}
              y={y(bar.value)}
              width={x.bandwidth()}
              height={y(0) - y(bar.value)}
              rx={2}
            />
            {at === index ? (
              <text
                className={css.value}
                x={(x(index) ?? 0) + x.bandwidth() / 2}
                y={y(bar.value) - 6}
                textAnchor="middle"
              >
                {formatNumber(bar.value)}
              </text>
            ) : null}
            <text
              className={css.tick}
              x={(x(index) ?? 0) + x.bandwidth() / 2}
              y={height - plot.bottom + 18}
              textAnchor="middle"
            >
              {bar.label}
            </text>
          </g>
        ))}
      </svg>
      <p className="visually-hidden" aria-live="polite">
        {current === undefined ? '' : `${current.label}: ${formatNumber(current.value)}`}
      </p>
    </div>
  );
}

function BarTable({ title, categoryName, valueName, bars }: Omit<BarChartProps, 'description' | 'note'>) {
  return (
    <table className={css.table} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{categoryName}</th>
          <th scope="col">{valueName}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.label}>
            <th scope="row">{bar.label}</th>
            <td>{formatNumber(bar.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
