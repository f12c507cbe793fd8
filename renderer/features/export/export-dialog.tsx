import { useState } from 'react';
import { TriangleAlert } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import type { ExportScope } from '../../app/frame-state.ts';
import { common } from '../../i18n/en/common.ts';
import { exporting as words } from '../../i18n/en/export.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ExportOptions } from './export-options.tsx';
import css from './export.module.css';
import { useExport } from './use-export.ts';
import type { ExportChoice, ExportState } from './use-export.ts';

/** From a choice to a file that Anki opens. */
export default function ExportDialog({ scope }: { scope: ExportScope }) {
  const isAll = scope.course === undefined && scope.lecture === undefined;
  const [choice, setChoice] = useState<ExportChoice>({
    scope,
    format: isAll ? 'colpkg' : 'apkg',
    layout: 'new',
    scheduling: true,
    media: true,
    presets: isAll,
  });
  const { state, start, stop } = useExport();
  const counts = useServiceQuery('exchange.exportCounts', { scope });
  const close = () => useFrame.setState({ exporting: undefined });
  const working = state.at === 'packing' || state.at === 'fetching';
  const nothing = counts.data?.cards === 0 || counts.error !== null;
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      stays={working}
      actions={
        working ? (
          <Button onPress={stop}>{common.cancel}</Button>
        ) : state.at === 'done' ? (
          <Button variant="primary" autoFocus onPress={close}>
            {common.done}
          </Button>
        ) : (
          <>
            <Button onPress={close}>{common.cancel}</Button>
            <Button variant="primary" isDisabled={nothing} onPress={() => start(choice)}>
              {state.at === 'failed' ? words.again : words.start}
            </Button>
          </>
        )
      }
    >
      <div className={css.body}>
        {state.at === 'choosing' ? (
          <>
            <p className={css.lead}>
              {counts.error !== null
                ? errorSentence(counts.error)
                : counts.data === undefined
                  ? ''
                  : nothing
                    ? words.empty
                    : words.holds(
                        counts.data.title === '' ? words.everything : counts.data.title,
                        counts.data.notes,
                        counts.data.cards,
                        counts.data.answers,
                      )}
            </p>
            <ExportOptions
              choice={choice}
              isAll={isAll}
              mediaFiles={counts.data?.mediaFiles ?? 0}
              mediaBytes={counts.data?.mediaBytes ?? 0}
              onChange={setChoice}
            />
          </>
        ) : (
          <Progressing state={state} />
        )}
      </div>
    </Dialog>
  );
}

function Progressing({ state }: { state: Exclude<ExportState, { at: 'choosing' }> }) {
  if (state.at === 'failed') {
    return (
      <div className={css.note} role="alert">
        <TriangleAlert size={20} aria-hidden />
        <p>{errorSentence(state.error)}</p>
      </div>
    );
  }
  if (state.at === 'done') {
    const { report } = state;
    return (
      <div role="status">
        <p className={css.strong}>{words.done(report.name)}</p>
        <p className={css.lead}>{words.doneHint(report.sizeBytes)}</p>
        <p className={css.lead}>{words.counted(report.notes, report.cards, report.reviews, report.media)}</p>
        {report.missingMedia === 0 ? null : (
          <div className={css.note}>
            <TriangleAlert size={20} aria-hidden />
            <p>{words.missing(report.missingMedia)}</p>
          </div>
        )}
      </div>
    );
  }
  const isFetching = state.at === 'fetching';
  const label = isFetching ? words.fetching : words.packing;
  const text = isFetching
    ? words.fetched(state.done, state.total)
    : state.step === ''
      ? ''
      : words.progress(state.step, state.done, state.total);
  return (
    <div className={css.progress}>
      <p>{label}</p>
      <ProgressBar
        label={label}
        valueText={text}
        {...(state.total === 0 ? {} : { value: state.done / state.total })}
      />
      <p className={css.lead}>{text}</p>
    </div>
  );
}
