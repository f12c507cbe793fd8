import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { Info, Pencil } from 'lucide-react';
import { useLocation } from 'wouter';
import { ConnectionNote } from '../../app/connection-note.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { isField } from '../../app/use-frame-keys.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { leeches } from '../../i18n/en/leeches.ts';
import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { CardFrame } from '../card-view/card-frame.tsx';
import { replayCard } from '../card-view/replay-card.ts';
import { sideOf } from '../card-view/side-of.ts';
import { cardCommands } from '../cards/card-commands.ts';
import { FlagMenu } from '../cards/flag-menu.tsx';
import { giveFocusToPage } from '../../ui/keep-focus.ts';
import { AnswerBar } from './answer-bar.tsx';
import { actionOfKey, type CardAction } from './card-actions.ts';
import { confidencePercents } from './confidences.ts';
import { doCardAction } from './do-card-action.ts';
import { MoreMenu } from './more-menu.tsx';
import { StudyTop } from './study-top.tsx';
import css from './study.module.css';
import { StudySummary } from './study-summary.tsx';
import { useAutoAdvance } from './use-answer-clock.ts';
import { useStudySession } from './use-study-session.ts';
import type { LeechNotice, Rating, Scope } from './use-study-session.ts';

type Rendered = Output<'library.card'>;

const ratings: Record<string, Rating> = { '1': 1, '2': 2, '3': 3, '4': 4 };
const noActions: ReadonlySet<CardAction> = new Set();
const withoutAudio: ReadonlySet<CardAction> = new Set(['replay']);

/** Full height, one card, ten fingers. */
export function StudyPage({ scope }: { scope?: Scope }) {
  const session = useStudySession(scope, tellLeech);
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState<'flag' | 'more'>();
  const openMenu = (menu: 'flag' | 'more', isOpen: boolean) => {
    setOpened(isOpen ? menu : undefined);
    if (!isOpen) giveFocusToPage();
  };
  const [isAutoPaused, setAutoPaused] = useState(false);
  const { state } = session;
  const card = state.at === 'step' && state.step.kind === 'card' ? state.step : undefined;
  const revealed = state.at === 'step' && state.revealed;
  const uid = card?.rendered.card;
  const live = useServiceQuery('library.card', { card: uid ?? '' }, { enabled: uid !== undefined });
  const rendered = live.data ?? card?.rendered;
  const flag = rendered?.flag ?? 0;
  const isCovered = useFrame(({ card: shown, open, task }) => (shown ?? open ?? task) !== undefined);
  const leave = () => navigate('/');

  const setFlag = (chosen: number) => {
    if (uid !== undefined) void cardCommands.flag([uid], chosen);
  };
  const act = (action: CardAction) => {
    if (uid === undefined) return;
    if (action === 'flag') setOpened('flag');
    else if (action === 'replay') replayCard();
    else doCardAction(action, uid, session.lookAgain);
  };
  const timer = card?.timer;
  const auto = useAutoAdvance({
    of: `${uid ?? ''} ${card?.reps ?? 0} ${revealed}`,
    isRunning: card !== undefined && !isAutoPaused && !isCovered && opened === undefined,
    autoSeconds: (revealed ? timer?.autoAnswerSeconds : timer?.autoRevealSeconds) ?? 0,
    onTime: () => (revealed ? session.answer(3) : session.reveal()),
  });
  // A card without sound has nothing to play again.
  const hasSound =
    rendered !== undefined && (revealed ? rendered.sounds.answer : rendered.sounds.question).length > 0;
  const hasAuto = timer !== undefined && timer.autoRevealSeconds + timer.autoAnswerSeconds > 0;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.altKey) return;
    if (isCovered || opened !== undefined || isField(event.target)) return;
    const { key } = event;
    if (event.ctrlKey || event.metaKey) {
      // Undo and redo are keys of the frame; what they did is heard by the session.
      if (card === undefined || event.shiftKey || !/^[1-7]$/.test(key)) return;
      // The same flag again takes it away, as in Anki.
      setFlag(Number(key) === flag ? 0 : Number(key));
      event.preventDefault();
      return;
    }
    const action = actionOfKey(key);
    if (key === 'Escape') leave();
    else if (card === undefined) return;
    else if (key === ' ' || key === 'Enter') {
      // A focused button answers for itself.
      if (event.target instanceof Element && event.target.closest('button, audio, video') !== null) return;
      if (revealed) session.answer(3);
      else session.reveal();
    } else if (key.toLowerCase() === 'm') setOpened('more');
    else if (key.toLowerCase() === 'a' && hasAuto) setAutoPaused(!isAutoPaused);
    else if (action !== undefined) act(action);
    else {
      const rating = ratings[key];
      if (rating === undefined) return;
      if (revealed) session.answer(rating);
      else if (card.askConfidence) session.reveal(confidencePercents[rating - 1]);
      else return;
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
        budgetMinutes={state.at === 'step' ? state.session.budgetMinutes : null}
        revealed={revealed}
        auto={hasAuto ? { isPaused: isAutoPaused, onPause: () => setAutoPaused(!isAutoPaused) } : undefined}
        onLeave={leave}
        onUndo={session.undo}
        actions={
          card === undefined ? null : (
            <>
              <span className={css.roomy}>
                <IconButton label={cardWords.edit} aria-keyshortcuts="E" onPress={() => act('edit')}>
                  <Pencil size={18} aria-hidden />
                </IconButton>
              </span>
              <FlagMenu
                flag={flag}
                isOpen={opened === 'flag'}
                onOpenChange={(isOpen) => openMenu('flag', isOpen)}
                onFlag={setFlag}
              />
              <span className={css.roomy}>
                <IconButton label={study.info} aria-keyshortcuts="I" onPress={() => act('info')}>
                  <Info size={18} aria-hidden />
                </IconButton>
              </span>
              <MoreMenu
                isOpen={opened === 'more'}
                onOpenChange={(isOpen) => openMenu('more', isOpen)}
                onAction={act}
                without={hasSound ? noActions : withoutAudio}
              />
            </>
          )
        }
      />
      <main className={css.main} id="content" tabIndex={-1}>
        <ConnectionNote className={css.lost} />
        {rendered === undefined || card === undefined ? null : (
          <Card
            rendered={rendered}
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
        {state.at === 'summary' ? (
          <StudySummary summary={state.summary} reason={state.reason} onLeave={leave} />
        ) : null}
      </main>
      {state.at === 'loading' ? <div className={css.bar} data-empty /> : null}
      <AnswerBar
        step={card}
        revealed={revealed}
        autoSeconds={auto.leftSeconds}
        onReveal={session.reveal}
        onAnswer={session.answer}
      />
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

/** Said once the answer stands: what became of the card, and the way to what helps. */
function tellLeech({ card, lapses, what }: LeechNotice) {
  showToast({
    text: leeches.notice(lapses, what),
    action: { label: leeches.help, run: () => useFrame.setState({ task: { kind: 'leech', card } }) },
  });
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
  rendered: Rendered;
  revealed: boolean;
  onKey: (event: KeyboardEvent) => void;
  onShown: () => void;
};

function Card({ rendered, revealed, onKey, onShown }: CardProps) {
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
