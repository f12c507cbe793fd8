import { useState } from 'react';
import type { ReactNode } from 'react';
import { Copy, Table } from 'lucide-react';
import { common } from '../../i18n/en/common.ts';
import { IconButton } from '../button.tsx';
import { showToast } from '../toast.ts';
import { ChartTable, type ChartTableProps } from './chart-table.tsx';
import css from './chart.module.css';
import { toCsv } from './to-csv.ts';

type ChartFigureProps = ChartTableProps & {
  note?: string;
  /** Of the heading; 2 where nothing is said. */
  level?: 2 | 3;
  /** The rows as a program reads them, unrounded. */
  cells: readonly (readonly string[])[];
  /** Leads back from the table to the picture. */
  icon: ReactNode;
  children: ReactNode;
};

/** The frame of every chart: its title, the picture or the same as a table, and a copy for a spreadsheet. */
export function ChartFigure(props: ChartFigureProps) {
  const { title, note, level = 2, columns, rows, cells, icon, children } = props;
  const [asTable, setAsTable] = useState(false);
  const Title = `h${level}` as const;
  const copy = () => {
    navigator.clipboard.writeText(toCsv([[...columns], ...cells])).then(
      () => showToast({ text: common.copied }),
      () => showToast({ text: common.copyFailed, tone: 'bad' }),
    );
  };
  return (
    <figure>
      <figcaption className={css.caption}>
        <Title className={css.title}>{title}</Title>
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
            {asTable ? icon : <Table size={16} aria-hidden />}
          </IconButton>
        </span>
      </figcaption>
      {asTable ? <ChartTable title={title} columns={columns} rows={rows} /> : children}
    </figure>
  );
}
