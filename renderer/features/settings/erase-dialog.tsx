import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { common } from '../../i18n/en/common.ts';
import { privacy as words } from '../../i18n/en/privacy.ts';
import type { Output } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.ts';
import css from './settings.module.css';

type EraseDialogProps = { about: Output<'twin.privacy'>; analysisIsOn: boolean; onClose: () => void };

/** Pages of a large file are written anew. */
const deadlineMs = 600_000;

/** Says what goes, what stays and what still holds it, and erases once its word is typed. */
export function EraseDialog({ about, analysisIsOn, onClose }: EraseDialogProps) {
  const [word, setWord] = useState('');
  const [reviews, setReviews] = useState(false);
  const [backups, setBackups] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isTyped = word.trim().toLowerCase() === words.eraseWord;
  const erase = async (): Promise<void> => {
    if (!isTyped || isBusy) return;
    setIsBusy(true);
    try {
      const done = await callService('twin.eraseBehavioralData', { word, reviews, backups }, { deadlineMs });
      onClose();
      showToast(
        done.purged
          ? { text: words.erased(done.rows, done.backups) }
          : { text: words.notPurged, tone: 'bad' },
      );
    } catch (error) {
      setIsBusy(false);
      reportFailure(error);
    }
  };
  return (
    <Dialog
      title={words.eraseTitle}
      isOpen
      onClose={onClose}
      stays={isBusy}
      actions={
        <>
          <Button isDisabled={isBusy} onPress={onClose}>
            {common.cancel}
          </Button>
          <Button variant="danger" isDisabled={!isTyped || isBusy} onPress={() => void erase()}>
            {isBusy ? words.erasing : words.erase}
          </Button>
        </>
      }
    >
      <div className={css.asked}>
        <p>{words.eraseText}</p>
        {reviews ? null : (
          <p className={css.hint}>{analysisIsOn ? words.eraseAnalysisOn : words.eraseAnalysisOff}</p>
        )}
        <Switch
          label={words.eraseReviews}
          hint={words.eraseReviewsHint}
          isSelected={reviews}
          onChange={setReviews}
        />
        {about.backups.count === 0 ? (
          <p className={css.hint}>{words.backupsHold(0, null)}</p>
        ) : (
          <Switch
            label={words.eraseBackups}
            hint={words.backupsHold(about.backups.count, about.backups.newestAt)}
            isSelected={backups}
            onChange={setBackups}
          />
        )}
        {about.hasFolder ? <p className={css.hint}>{words.folderHolds}</p> : null}
        <p className={css.hint}>{words.elsewhere}</p>
        <TextField
          className={field.field ?? ''}
          value={word}
          onChange={setWord}
          maxLength={40}
          isDisabled={isBusy}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === 'Enter') void erase();
            else event.continuePropagation();
          }}
        >
          <Label className={field.label ?? ''}>{words.word(words.eraseWord)}</Label>
          <Input className={field.input ?? ''} />
        </TextField>
      </div>
    </Dialog>
  );
}
