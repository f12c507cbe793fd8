import { useLayoutEffect, useRef } from 'react';
import { useChangeSettings } from '../../app/use-settings.ts';
import { study } from '../../i18n/en/study.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { confidencePercents } from './confidences.ts';
import css from './study.module.css';
import type { CardStep, Rating } from './use-study-session.ts';

type AnswerBarProps = {
  step: CardStep | undefined;
  revealed: boolean;
  /** Seconds until it goes on by itself. */
  autoSeconds: number | undefined;
  onReveal: (confidencePercent?: number) => void;
  onAnswer: (rating: Rating) => void;
};

const allRatings = [1, 2, 3, 4] as const;

/** One wide button before the answer, four after it. */
export function AnswerBar({ step, revealed, autoSeconds, onReveal, onAnswer }: AnswerBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  // Whoever walks by Tab stays in the bar when its buttons change.
  useLayoutEffect(() => {
    if (hadFocus.current) bar.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [step, revealed]);
  if (step === undefined) return null;
  return (
    <section className={css.bar} aria-label={revealed ? study.answers : study.show}>
      {revealed ? <HardHint /> : null}
      {revealed && !step.reschedules ? <p className={css.note}>{study.practiceNote}</p> : null}
      {!revealed && step.askConfidence ? <Confidence onReveal={onReveal} /> : null}
      <div
        ref={bar}
        className={css.answers}
        onFocus={() => {
          hadFocus.current = true;
        }}
        onBlur={(event) => {
          // A button that vanishes blurs to nowhere; then the focus is still ours.
          hadFocus.current = event.relatedTarget === null && !event.target.isConnected;
        }}
      >
        {revealed ? (
          allRatings.map((rating) => {
            const seconds = step.outcomes.find((outcome) => outcome.rating === rating)?.intervalSeconds ?? 0;
            const name = study.ratings[rating - 1] ?? '';
            return (
              <button
                key={rating}
                type="button"
                data-first={rating === 3 ? '' : undefined}
                className={cx(css.answer, rating === 3 && css.good)}
                aria-keyshortcuts={String(rating)}
                onClick={() => onAnswer(rating)}
              >
                <span className={css.answerName}>{name}</span>
                <Kbd keys={String(rating)} />
                <span className={css.interval}>
                  <span className="visually-hidden">{study.nextIn} </span>
                  {study.interval(seconds)}
                </span>
              </button>
            );
          })
        ) : (
          <button
            type="button"
            data-first=""
            className={css.show}
            aria-keyshortcuts="Space"
            onClick={() => onReveal()}
          >
            {study.show}
            <Kbd keys="space" />
          </button>
        )}
      </div>
      {autoSeconds === undefined ? null : (
        <p className={css.note}>{revealed ? study.autoAnswer(autoSeconds) : study.autoReveal(autoSeconds)}</p>
      )}
    </section>
  );
}

/** Optional, before the answer: what a person believes they know. */
function Confidence({ onReveal }: { onReveal: (confidencePercent: number) => void }) {
  return (
    <div className={css.confidence} role="group" aria-label={study.confidence}>
      <span className={css.confidenceAsk} aria-hidden>
        {study.confidence}
      </span>
      {confidencePercents.map((percent, index) => (
        <button
          key={percent}
          type="button"
          className={css.sure}
          aria-keyshortcuts={String(index + 1)}
          onClick={() => onReveal(percent)}
        >
          {study.confidences[index]}
          <span className={css.surePercent}>{study.percent(percent)}</span>
          <Kbd keys={String(index + 1)} />
        </button>
      ))}
    </div>
  );
}

/** Said once, at the first answer ever. */
function HardHint() {
  const read = useServiceQuery('settings.read', {}).data?.['hints.hardIsAPass'] ?? true;
  const change = useChangeSettings();
  if (read) return null;
  return (
    <div className={css.hint}>
      <p>{study.hint}</p>
      <Button onPress={() => change({ 'hints.hardIsAPass': true })}>{study.hintRead}</Button>
    </div>
  );
}
