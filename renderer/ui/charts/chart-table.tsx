import { useRef } from 'react';
import { useScrolls } from '../use-scrolls.ts';
import css from './chart.module.css';

export type ChartTableProps = {
  title: string;
  columns: readonly [string, string, ...string[]];
  /** `others`: of the columns after the second. */
  rows: readonly { label: string; value: string; others?: readonly string[] }[];
};

/** What a chart shows, in numbers. */
export function ChartTable({ title, columns, rows }: ChartTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(box);
  return (
    <div
      ref={box}
      className={css.tableBox}
      {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
    >
      <table className={css.table} aria-label={title}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, value, others = [] }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
              {others.map((other, index) => (
                <td key={columns[index + 2]}>{other}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
