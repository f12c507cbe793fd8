import { exchange } from '../../i18n/en/exchange.ts';
import css from './import-dialog.module.css';

type Row = [name: string, added: number, existing: number, updated?: number];

/** What comes and what is here already. */
export function ImportTable({ rows }: { rows: Row[] }) {
  const { columns } = exchange;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.added}</th>
          <th scope="col">{columns.updated}</th>
          <th scope="col">{columns.existing}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, added, existing, updated]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{exchange.number(added)}</td>
            <td>{updated === undefined ? '–' : exchange.number(updated)}</td>
            <td>{exchange.number(existing)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Warnings({ warnings }: { warnings: { code: string; count: number }[] }) {
  if (warnings.length === 0) return null;
  return (
    <>
      <h3 className={css.subtitle}>{exchange.warnings}</h3>
      <ul className={css.warnings}>
        {warnings.map(({ code, count }) => (
          <li key={code}>{exchange.warning(code, count)}</li>
        ))}
      </ul>
    </>
  );
}
