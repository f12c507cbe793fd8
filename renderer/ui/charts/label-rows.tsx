import series from './series.module.css';
import { wrapText } from './wrap-text.ts';

/** Below this width, labels stand above what they name instead of beside it. */
const narrow = 520;
const lineHeight = 16;

export type RowLayout = {
  left: number;
  rowHeight: number;
  /** Of row `index`, below `top`. */
  middle: (index: number) => number;
  isNarrow: boolean;
  /** From where to where lines of the scale are drawn beside `rows` rows: not through labels that stand above them. */
  lines: (rows: number) => readonly (readonly [number, number])[];
};

/** Where rows with a label each are drawn. */
export function layOutRows(width: number, top: number): RowLayout {
  const isNarrow = width < narrow;
  const rowHeight = isNarrow ? 50 : 38;
  const middle = (index: number) => top + index * rowHeight + (isNarrow ? rowHeight - 15 : rowHeight / 2);
  return {
    isNarrow,
    left: isNarrow ? 6 : Math.round(Math.min(300, width * 0.36)),
    rowHeight,
    middle,
    lines: (rows) =>
      isNarrow
        ? Array.from({ length: rows }, (_, index) => [middle(index) - 12, middle(index) + 12] as const)
        : [[top, top + rows * rowHeight]],
  };
}

type RowLabelProps = { text: string; index: number; layout: RowLayout; width: number };

/** The label of a row, in two lines where one is not enough. */
export function RowLabel({ text, index, layout: { left, middle, isNarrow }, width }: RowLabelProps) {
  const lines = isNarrow ? wrapText(text, width, 1) : wrapText(text, left - 12);
  const first = isNarrow ? middle(index) - 20 : middle(index) - ((lines.length - 1) * lineHeight) / 2;
  return lines.map((line, at) => (
    <text key={line} className={series.rowName} x={0} y={first + at * lineHeight} dy="0.35em">
      {line}
    </text>
  ));
}
