import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Copy, Image, Table } from 'lucide-react';
import { common } from '../../i18n/en/common.ts';
import { IconButton } from '../button.tsx';
import { showToast } from '../toast.ts';
import { ChartTable, type ChartTableProps } from './chart-table.tsx';
import css from './chart.module.css';
import { drawPng } from './draw-png.ts';
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
  const figure = useRef<HTMLElement>(null);
  const tell = (copied: Promise<void>) => {
    copied.then(
      () => showToast({ text: common.copied }),
      () => showToast({ text: common.copyFailed, tone: 'bad' }),
    );
  };
  const copyCsv = () => tell(navigator.clipboard.writeText(toCsv([[...columns], ...cells])));
  const copyPicture = () => {
    const picture = figure.current?.querySelector<SVGSVGElement>('svg[role="img"]');
    if (picture === null || picture === undefined) return;
    // The picture is promised at once: a clipboard may want to be asked while the key is still down.
    tell(navigator.clipboard.write([new ClipboardItem({ 'image/png': drawPng(picture, title) })]));
  };
  return (
    <figure ref={figure} className={css.figure}>
      <figcaption className={css.caption}>
        <Title className={css.title}>{title}</Title>
        <span className={css.note}>{note}</span>
        <span className={css.tools}>
          {asTable ? (
            <IconButton label={common.copyCsv} onPress={copyCsv}>
              <Copy size={16} aria-hidden />
            </IconButton>
          ) : (
            <IconButton label={common.copyPicture} onPress={copyPicture}>
              <Image size={16} aria-hidden />
            </IconButton>
          )}
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
