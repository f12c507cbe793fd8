import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { ConnectionNote } from '../../app/connection-note.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { study } from '../../i18n/en/study.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AnswerBar } from './answer-bar.tsx';
import { CardFrame } from './card-frame.tsx';
import { sideOf } from './side-of.ts';
import { StudyTop } from './study-top.tsx';
import css from './study.module.css';
import { StudySummary } from './study-summary.tsx';
import { useStudySession } from './use-study-session.ts';
import type { CardStep, Rating, Scope } from './use-study-session.ts';

const ratings: Record<string, Rating> = { '1': 1, '2': 2, '3': 3, '4': 4 };

/** Full height, one card, ten fingers. */
export function StudyPage({ scope }: { scope?: Scope }) {
  const session = useStudySession(scope);
  const [, navigate] = useLocation();
  const { state } = session;
  const card = state.at === 'step' && state.step.kind === 'card' ? state.step : undefined;
  const revealed = state.at === 'step' && state.revealed;
  const leave = () => navigate('/');
  const showInfo = () => {
    if (card !== undefined) useFrame.setState({ card: card.rendered.card });
  };

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.altKey) return;
    if (useFrame.getState().card !== undefined || useFrame.getState().open !== undefined) return;
    const { key } = event;
    // Undo and redo are keys of the frame; what they did is heard by the session.
    if (event.ctrlKey || event.metaKey) return;
    if (key === 'Escape') leave();
    else if (key === 'i' || key === 'I') showInfo();
    else if (card !== undefined && (key === ' ' || key === 'Enter')) {
      // A focused button answers for itself.
      if (event.target instanceof Element && event.target.closest('button, audio, video') !== null) return;
      if (revealed) session.answer(3);
      else session.reveal();
    } else {
      const rating = ratings[key];
      if (rating === undefined || card === undefined || !revealed) return;
      session.answer(rating);
    }
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (
    <div className={css.page}>
      <StudyTop
        title={titleOf(state)}
        step={state.at === 'step' ? state.step : undefined}
        receivedAt={state.at === 'step' ? state.receivedAt : 0}
        onLeave={leave}
        onUndo={session.undo}
        onInfo={showInfo}
      />
      <main className={css.main} id="content" tabIndex={-1}>
        <ConnectionNote className={css.lost} />
        {card === undefined ? null : (
          <Card
            step={card}
            revealed={revealed}
            onKey={(event) => onKeyFromFrame(event)}
            onShown={session.markShown}
          />
        )}
        {state.at === 'loading' ? (
          <div className={css.loading}>
            <Skeleton width="30%" height={14} />
            <Skeleton width="94%" height={22} />
            <Skeleton width="62%" height={22} />
          </div>
        ) : null}
        {state.at === 'failed' ? (
          <div className={css.middle}>
            <SectionError error={state.error} onRetry={session.retry} />
          </div>
        ) : null}
        {state.at === 'step' && state.step.kind === 'waiting' ? (
          <div className={css.middle}>
            <EmptyState title={study.waitingTitle} text={study.waitingText(state.step.until)}>
              <Button onPress={session.finish}>{study.finishNow}</Button>
            </EmptyState>
          </div>
        ) : null}
        {state.at === 'step' && state.step.kind === 'finished' && state.step.progress.answered === 0 ? (
          <div className={css.middle}>
            <NothingLeft onLeave={leave} />
          </div>
        ) : null}
        {state.at === 'summary' ? <StudySummary summary={state.summary} onLeave={leave} /> : null}
      </main>
      {state.at === 'loading' ? <div className={css.bar} data-empty /> : null}
      <AnswerBar step={card} revealed={revealed} onReveal={session.reveal} onAnswer={session.answer} />
    </div>
  );

  /** Keys in the frame belong to another window; hand them on as if they were pressed in this one. */
  function onKeyFromFrame(event: KeyboardEvent) {
    const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
    const copy = new KeyboardEvent('keydown', {
      key,
      ctrlKey,
      metaKey,
      altKey,
      shiftKey,
      repeat,
      cancelable: true,
      bubbles: true,
    });
    if (!window.dispatchEvent(copy)) event.preventDefault();
  }
}

/** Nothing is left for today, or there is nothing at all yet. */
function NothingLeft({ onLeave }: { onLeave: () => void }) {
  const { data } = useServiceQuery('study.today', {});
  if (data === undefined) return null;
  return (
    <EmptyState
      title={data.hasCards ? study.nothingTitle : study.noCardsTitle}
      text={data.hasCards ? study.nothingText : study.noCardsText}
    >
      <Button variant="primary" onPress={onLeave}>
        {data.hasCards ? study.toToday : study.toStart}
      </Button>
    </EmptyState>
  );
}

/** What is studied keeps its name above the summary. */
function titleOf(state: ReturnType<typeof useStudySession>['state']): string | undefined {
  if (state.at === 'step') return state.session.title;
  return state.at === 'summary' ? state.summary.title : undefined;
}

type CardProps = {
  step: CardStep;
  revealed: boolean;
  onKey: (event: KeyboardEvent) => void;
  onShown: () => void;
};

function Card({ step, revealed, onKey, onShown }: CardProps) {
  const { rendered } = step;
  const side = useMemo(() => sideOf(rendered, revealed), [rendered, revealed]);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    // After the paint: reading the text out must not hold the card back.
    const timer = setTimeout(() => setSpoken(textOf(side.html)), 60);
    return () => clearTimeout(timer);
  }, [side]);
  return (
    <>
      <CardFrame side={side} onKey={onKey} onShown={onShown} />
      <p className="visually-hidden" aria-live="polite">
        {spoken === '' ? '' : `${revealed ? study.answer : study.question}: ${spoken}`}
      </p>
    </>
  );
}

/** The words of card HTML. A parsed document is inert: it loads and runs nothing. */
function textOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const style of body.querySelectorAll('style')) style.remove();
  return body.textContent.replaceAll(/\s+/g, ' ').trim().slice(0, 600);
}
