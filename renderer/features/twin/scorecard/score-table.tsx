import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import type { Output } from '../../../transport/app-contract.ts';
import css from './scorecard.module.css';

type Score = Output<'twin.scorecard'>['total'];

const measures = ['skill', 'auc', 'precision', 'recall', 'accuracy'] as const;

type ScoreTableProps = { name: string; first: string; rows: readonly (Score & { label: string })[] };

/** Scores of months or of models, each with its n and its intervals. */
export function ScoreTable({ name, first, rows }: ScoreTableProps) {
  if (rows.length === 0) return <p className={css.quiet}>{words.notYet}</p>;
  return (
    // A table that is wider than the window is walked through by keys.
    <div className={css.scroll} role="region" aria-label={name} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{words.count}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col">
                {words.short[measure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{row.n}</td>
              {measures.map((measure) => (
                <td key={measure}>
                  <Cell measure={measure} measured={row[measure]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The interval under its value: five beside each other find room in half a window. */
function Cell({ measure, measured }: { measure: (typeof measures)[number]; measured: Score['skill'] }) {
  if (measured === null) return <span className={css.quiet}>{words.notYet}</span>;
  return (
    <>
      {words.value(measure, measured)}
      <span className={css.interval}>{words.interval(measure, measured)}</span>
    </>
  );
}
