import { TriangleAlert } from 'lucide-react';
import { useLocation } from 'wouter';
import { useState } from 'react';
import type { ImportOptions, ImportPreview } from '#core/exchange/contract.ts';
import { usePickPackage } from '../../app/drop-package.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { showDone, undoLast } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { exchange } from '../../i18n/en/exchange.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { byTitle } from '../../i18n/format.ts';
import type { PackageSource } from '../../transport/platform.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import css from './import-dialog.module.css';
import { ImportOptionsSection } from './import-options.tsx';
import { ImportTable, Warnings } from './import-table.tsx';
import { NoteLog } from './note-log.tsx';
import { useImport } from './use-import.ts';
import type { ImportState } from './use-import.ts';

/** The contract's own defaults; the page imports contracts as types only. */
const defaults: ImportOptions = { notes: 'newer', scheduling: true, presets: true };

/** From a file to cards in the library: reading, preview, merge, report. */
export default function ImportDialog({ file }: { file: PackageSource }) {
  const { state, merge, cancel } = useImport(file);
  const [, navigate] = useLocation();
  const [options, setOptions] = useState<ImportOptions>(defaults);
  const close = () => useFrame.setState({ importing: undefined });
  const working = state.at === 'uploading' || state.at === 'staging' || state.at === 'merging';
  return (
    <Dialog
      title={exchange.title}
      size="wide"
      isOpen
      onClose={close}
      stays={working}
      actions={
        <Actions
          state={state}
          options={options}
          onMerge={() => merge(options)}
          onCancel={state.at === 'merging' ? cancel : close}
          onClose={close}
          navigate={navigate}
        />
      }
    >
      <div className={css.body}>
        <Body file={file} state={state} options={options} onChange={setOptions} />
      </div>
    </Dialog>
  );
}

type BodyProps = {
  file: PackageSource;
  state: ImportState;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
};

function Body({ file, state, options, onChange }: BodyProps) {
  if (state.at === 'uploading') {
    return (
      <Progress
        label={exchange.reading(file.name)}
        text={exchange.uploaded(state.sent, state.total)}
        value={state.total === 0 ? 1 : state.sent / state.total}
      />
    );
  }
  if (state.at === 'preview') {
    return <Preview preview={state.preview} options={options} onChange={onChange} />;
  }
  if (state.at === 'failed') {
    return (
      <div className={css.failed} role="alert">
        <TriangleAlert size={20} aria-hidden />
        <p>{errorSentence(state.error)}</p>
      </div>
    );
  }
  if (state.at !== 'report') {
    return (
      <Progress
        label={state.at === 'staging' ? exchange.reading(file.name) : exchange.merging}
        text={state.step === '' ? '' : exchange.progress(state.step, state.done, state.total)}
        value={state.total <= 1 ? undefined : state.done / state.total}
      />
    );
  }
  return (
    <>
      <p className={css.lead}>{exchange.reportText(state.report.label)}</p>
      <ImportTable
        rows={[
          [
            exchange.notes,
            state.report.notes.added,
            state.report.notes.unchanged,
            state.report.notes.updated,
          ],
          [exchange.cards, state.report.cards.added, state.report.cards.existing],
          [exchange.reviews, state.report.reviews.added, state.report.reviews.existing],
          [
            exchange.scheduleChanges,
            state.report.scheduleChanges.added,
            state.report.scheduleChanges.existing,
          ],
          [exchange.media, state.report.media.added, state.report.media.existing],
        ]}
      />
      <Warnings warnings={state.report.warnings} />
      <NoteLog log={state.log} />
    </>
  );
}

type PreviewProps = Pick<BodyProps, 'options' | 'onChange'> & { preview: ImportPreview };

function Preview({ preview, options, onChange }: PreviewProps) {
  const updated = updatedNotes(preview, options);
  const { added, existing } = preview.reviews;
  return (
    <>
      <p className={css.lead}>
        {isNothingNew(preview, options) ? exchange.nothingNew : exchange.previewText(preview.label)}
      </p>
      <ImportTable
        rows={[
          [
            exchange.notes,
            preview.notes.added,
            preview.notes.unchanged + preview.notes.updated - updated,
            updated,
          ],
          [exchange.cards, preview.cards.added, preview.cards.existing],
          [exchange.reviews, options.scheduling ? added : 0, existing],
        ]}
      />
      {preview.courses.length === 0 ? null : (
        <>
          <h3 className={css.subtitle}>{exchange.courses}</h3>
          <ul className={css.courses}>
            {preview.courses.toSorted(byTitle).map((course) => (
              <li key={course.title}>
                <span>{course.title}</span>
                <span className={css.quiet}>{exchange.courseRow(course.cards, course.exists)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <ImportOptionsSection preview={preview} options={options} onChange={onChange} />
      <NoteLog log={preview.log} />
      <Warnings warnings={preview.warnings} />
    </>
  );
}

function Progress({ label, text, value }: { label: string; text: string; value: number | undefined }) {
  return (
    <div className={css.progress}>
      <p>{label}</p>
      <ProgressBar label={label} valueText={text} {...(value === undefined ? {} : { value })} />
      <p className={css.quiet}>{text}</p>
    </div>
  );
}

type ActionsProps = {
  state: ImportState;
  options: ImportOptions;
  onMerge: () => void;
  onCancel: () => void;
  onClose: () => void;
  navigate: (path: string) => void;
};

function Actions({ state, options, onMerge, onCancel, onClose, navigate }: ActionsProps) {
  const pickPackage = usePickPackage();
  if (state.at === 'preview') {
    return (
      <>
        <Button onPress={onClose}>{common.cancel}</Button>
        <Button
          variant="primary"
          autoFocus
          isDisabled={isNothingNew(state.preview, options)}
          onPress={onMerge}
        >
          {exchange.merge}
        </Button>
      </>
    );
  }
  if (state.at === 'report') {
    return (
      <>
        <Button
          variant="quiet"
          onPress={() => {
            onClose();
            void undoLast();
          }}
        >
          {common.undo}
        </Button>
        <Button
          onPress={() => {
            onClose();
            void showDone(exchange.reportText(state.report.label));
          }}
        >
          {common.done}
        </Button>
        <Button
          variant="primary"
          autoFocus
          onPress={() => {
            onClose();
            navigate('/study');
          }}
        >
          {exchange.study}
        </Button>
      </>
    );
  }
  if (state.at === 'failed') {
    return (
      <>
        <Button onPress={onClose}>{common.close}</Button>
        <Button variant="primary" onPress={pickPackage}>
          {exchange.chooseAnother}
        </Button>
      </>
    );
  }
  return <Button onPress={onCancel}>{exchange.stop}</Button>;
}

/** How many notes that are here would be taken over from the package. */
function updatedNotes({ log, notes }: ImportPreview, options: ImportOptions): number {
  if (options.notes === 'never') return 0;
  if (options.notes === 'newer') return notes.updated;
  const differing = new Set(['newer', 'older', 'other_type']);
  return log.reduce((sum, { kind, count }) => sum + (differing.has(kind) ? count : 0), 0);
}

function isNothingNew(preview: ImportPreview, options: ImportOptions): boolean {
  const { notes, cards, reviews } = preview;
  const gained = options.scheduling ? reviews.added : 0;
  return notes.added + updatedNotes(preview, options) + cards.added + gained === 0;
}
