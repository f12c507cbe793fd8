import type { ImportPreview } from '#core/exchange/contract.ts';
import { exchange } from '../../i18n/en/exchange.ts';
import css from './import-dialog.module.css';

/** In the order of what a person looks for first. */
const order = ['other_type', 'same_first_field', 'newer', 'older', 'added', 'unchanged'] as const;

/** What becomes of each note, kind by kind; the notes of a kind open below it. */
export function NoteLog({ log }: { log: ImportPreview['log'] }) {
  const entries = order.flatMap((kind) => log.filter((entry) => entry.kind === kind));
  if (entries.length === 0) return null;
  return (
    <>
      <h3 className={css.subtitle}>{exchange.noteByNote}</h3>
      {entries.map(({ kind, count, notes }) => (
        <details key={kind} className={css.more}>
          <summary>
            <span>{exchange.noteKind[kind]}</span>
            <span className={css.quiet}>{exchange.number(count)}</span>
          </summary>
          {exchange.noteKindHint[kind] === '' ? null : (
            <p className={css.quiet}>{exchange.noteKindHint[kind]}</p>
          )}
          <ul className={css.notes}>
            {notes.map((note, index) => (
              // Two notes may begin alike; their place is what tells them apart.
              <li key={index}>{note === '' ? exchange.blank : note}</li>
            ))}
          </ul>
          {count > notes.length ? (
            <p className={css.quiet}>{exchange.moreNotes(count - notes.length)}</p>
          ) : null}
        </details>
      ))}
    </>
  );
}
