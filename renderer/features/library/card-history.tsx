import { library } from '../../i18n/en/library.ts';
import { study } from '../../i18n/en/study.ts';
import { formatInterval } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import css from './card-dialog.module.css';
import libraryCss from './library.module.css';

type Info = Output<'study.cardInfo'>;

/** Every answer and change, the newest first. */
export function CardHistory({ info }: { info: Info }) {
  if (info.history.length === 0) return <p className={libraryCss.quiet}>{library.noHistory}</p>;
  const { columns } = library;
  return (
    <>
      <h3 className={css.historyTitle}>
        {library.history}{' '}
        <span className={libraryCss.quiet}>
          {library.historyNote(info.history.length, info.historyTotal)}
        </span>
      </h3>
      <div className={css.historyBox} tabIndex={0} role="region" aria-label={library.history}>
        <table className={css.history}>
          <thead>
            <tr>
              <th scope="col">{columns.when}</th>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.interval}</th>
              <th scope="col">{columns.took}</th>
            </tr>
          </thead>
          <tbody>
            {info.history.map((entry) => (
              <tr key={`${entry.at} ${entry.kind}`}>
                <td>{library.when(entry.at)}</td>
                <td>
                  {entry.rating === null ? library.historyKinds[entry.kind] : study.ratings[entry.rating - 1]}
                </td>
                <td>{entry.intervalSeconds === 0 ? '–' : formatInterval(entry.intervalSeconds)}</td>
                <td>{entry.durationMs === 0 ? '–' : library.took(entry.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
