import type { ReactNode } from 'react';
import { Pause, Play, Undo2, X } from 'lucide-react';
import { useSettings } from '../../app/use-settings.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { study } from '../../i18n/en/study.ts';
import { IconButton } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SimulatedMark } from '../profiles/simulated-mark.tsx';
import { AnswerTimer } from './answer-timer.tsx';
import css from './study.module.css';
import type { Step } from './use-study-session.ts';

type StudyTopProps = {
  /** The course or lecture that is studied; empty for all of them. */
  title: string | undefined;
  step: Step | undefined;
  /** When the step came: the time it is done counts from here. */
  receivedAt: number;
  /** The minutes the person gave to this session. */
  budgetMinutes: number | null;
  revealed: boolean;
  /** Where the preset advances by itself. */
  auto: { isPaused: boolean; onPause: () => void } | undefined;
  onLeave: () => void;
  onUndo: () => void;
  /** How hard the session is, where that is known. */
  load: ReactNode;
  /** What can be done to the card. */
  actions: ReactNode;
};

/** Work beyond it ends on another day, which a time alone would hide. */
const halfDayMs = 12 * 3_600_000;

/** Where we are, how long it takes, and what can be done to the card. */
export function StudyTop(props: StudyTopProps) {
  const { title, step, receivedAt, budgetMinutes, revealed, auto, onLeave, onUndo, load, actions } = props;
  const hideCounts = useSettings()['appearance.hideCounts'];
  const place = step?.kind === 'card' ? study.place(step.rendered.course, step.rendered.lecture) : title;
  const spentMs = step?.progress.spentMs ?? 0;
  const leftMs = step?.progress.leftMs ?? 0;
  const whole = spentMs + leftMs;
  const studying = step !== undefined && step.kind !== 'finished';
  return (
    <header className={css.top}>
      <IconButton label={study.leave} aria-keyshortcuts="Escape" onPress={onLeave}>
        <X size={18} aria-hidden />
      </IconButton>
      <h1 className={css.place}>{place === undefined || place === '' ? study.everything : place}</h1>
      <SimulatedMark small />
      <div className={css.progress}>
        {studying ? (
          <ProgressBar
            label={study.progress}
            value={whole === 0 ? 0 : spentMs / whole}
            valueText={study.progressText(spentMs, leftMs)}
          />
        ) : null}
      </div>
      {!studying || hideCounts ? null : (
        <p className={css.time}>
          <b>{study.left(leftMs)}</b> {study.leftWord}
          {budgetMinutes === null ? null : (
            <span className={css.doneAt}> {study.ofMinutes(budgetMinutes)}</span>
          )}
          {leftMs > halfDayMs ? null : (
            <span className={css.doneAt}> · {study.doneAt(receivedAt + leftMs)}</span>
          )}
        </p>
      )}
      {step?.kind === 'card' && step.timer.showTimer ? (
        <AnswerTimer
          key={`${step.rendered.card} ${step.reps}`}
          capSeconds={step.timer.capSeconds}
          stopped={revealed}
        />
      ) : null}
      {load}
      {auto === undefined ? null : (
        <IconButton
          label={auto.isPaused ? cardWords.autoGoOn : cardWords.autoPause}
          aria-keyshortcuts="A"
          onPress={auto.onPause}
        >
          {auto.isPaused ? <Play size={18} aria-hidden /> : <Pause size={18} aria-hidden />}
        </IconButton>
      )}
      <IconButton label={study.undo} aria-keyshortcuts="Control+Z" onPress={onUndo}>
        <Undo2 size={18} aria-hidden />
      </IconButton>
      {actions}
    </header>
  );
}
