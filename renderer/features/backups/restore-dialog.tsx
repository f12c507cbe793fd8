import { useEffect } from 'react';
import { TriangleAlert } from 'lucide-react';
import type { BackupPreview } from '#core/store/backups/contract.ts';
import { backups as words } from '../../i18n/en/backups.ts';
import { common } from '../../i18n/en/common.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import css from './backups.module.css';
import { useRestore, type RestoreSource } from './use-restore.ts';

type RestoreDialogProps = {
  source: RestoreSource;
  onClose: () => void;
  /** The way back to what was before. */
  onRestored: (safety: string) => void;
};

/** Shows what a backup would change, and restores it when told to. */
export function RestoreDialog({ source, onClose, onRestored }: RestoreDialogProps) {
  const { state, restore } = useRestore(source);
  const safety = state.at === 'done' ? state.safety : undefined;
  useEffect(() => {
    if (safety !== undefined) onRestored(safety);
    // Told once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [safety]);
  const isSame = state.at === 'preview' && holdsTheSame(state.preview);
  return (
    <Dialog
      title={words.dialog}
      isOpen
      onClose={onClose}
      stays={state.at === 'restoring'}
      actions={
        state.at === 'restoring' ? undefined : (
          <>
            <Button onPress={onClose}>
              {state.at === 'preview' && !isSame ? common.cancel : common.close}
            </Button>
            {state.at === 'preview' && !isSame ? (
              <Button variant="primary" onPress={restore}>
                {words.confirm}
              </Button>
            ) : null}
          </>
        )
      }
    >
      <div className={css.dialog}>
        {state.at === 'preview' ? (
          <Preview preview={state.preview} isSame={isSame} />
        ) : state.at === 'failed' ? (
          <div className={css.failed} role="alert">
            <TriangleAlert size={20} aria-hidden />
            <p>
              {words.failed} {errorSentence(state.error)}
            </p>
          </div>
        ) : state.at === 'done' ? null : (
          <div className={css.progress}>
            <p>{words[state.at]}</p>
            <ProgressBar
              label={words[state.at]}
              {...(state.total === 0 ? {} : { value: Math.min(1, state.done / state.total) })}
            />
          </div>
        )}
      </div>
    </Dialog>
  );
}

const kinds = ['courses', 'notes', 'cards', 'reviews', 'media'] as const;

function holdsTheSame({ only, changedNotes, settings, isForeign }: BackupPreview): boolean {
  const isMoved = kinds.some((kind) => only[kind].here + only[kind].there > 0);
  return !isMoved && changedNotes === 0 && settings.length === 0 && !isForeign;
}

function Preview({ preview, isSame }: { preview: BackupPreview; isSame: boolean }) {
  const { lastReview } = preview;
  if (isSame) return <p>{words.same}</p>;
  return (
    <>
      {preview.isForeign ? (
        <p className={css.warning}>
          <TriangleAlert size={18} aria-hidden />
          {words.foreign}
        </p>
      ) : null}
      <p className={css.lead}>{words.lead(preview.createdAt)}</p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{words.columns.what}</th>
            <th scope="col">{words.columns.here}</th>
            <th scope="col">{words.columns.there}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{words.kinds[kind]}</th>
              <td>{words.number(preview.only[kind].here)}</td>
              <td>{words.number(preview.only[kind].there)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={css.notes}>
        {preview.changedNotes === 0 ? null : <li>{words.changedNotes(preview.changedNotes)}</li>}
        <li>{words.lastReview(lastReview.here, lastReview.there)}</li>
        {preview.settings.length === 0 ? null : <li>{words.settings(preview.settings)}</li>}
        {preview.missingMedia === 0 ? null : <li>{words.missingMedia(preview.missingMedia)}</li>}
        {preview.stillErased === null ? null : (
          <li>{words.stillErased(preview.stillErased.at, preview.stillErased.rows)}</li>
        )}
        <li>{words.safety}</li>
      </ul>
    </>
  );
}
