import { useEffect, useEffectEvent, useState } from 'react';
import { Info, Pencil } from 'lucide-react';
import { useLocation } from 'wouter';
import { ConnectionNote } from '../../app/connection-note.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { isField } from '../../app/use-frame-keys.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { leeches } from '../../i18n/en/leeches.ts';
import { load as loadWords } from '../../i18n/en/load.ts';
import { study } from '../../i18n/en/study.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { replayCard } from '../card-view/replay-card.ts';
import { cardCommands } from '../cards/card-commands.ts';
import { FlagMenu } from '../cards/flag-menu.tsx';
import { giveFocusToPage } from '../../ui/keep-focus.ts';
import { AnswerBar } from './answer-bar.tsx';
import { actionOfKey, type CardAction } from './card-actions.ts';
import { confidencePercents } from './confidences.ts';
import { doCardAction } from './do-card-action.ts';
import { IndicatorNote } from './indicator-note.tsx';
import { BreakOffer } from './load/break-offer.tsx';
import { BreakPanel } from './load/break-panel.tsx';
import { LoadButton } from './load/load-button.tsx';
import { useLoad } from './load/use-load.ts';
import { MoreMenu } from './more-menu.tsx';
import { NothingLeft } from './nothing-left.tsx';
import { StudyCard } from './study-card.tsx';
import { StudyTop } from './study-top.tsx';
import css from './study.module.css';
import { StudySummary } from './study-summary.tsx';
import { useAutoAdvance } from './use-answer-clock.ts';
import { useStudySession } from './use-study-session.ts';
import type { LeechNotice, Rating, Scope } from './use-study-session.ts';

const ratings: Record<string, Rating> = { '1': 1, '2': 2, '3': 3, '4': 4 };
const noActions: ReadonlySet<CardAction> = new Set();
const withoutAudio: ReadonlySet<CardAction> = new Set(['replay']);

/** Full height, one card, ten fingers. */
export function StudyPage({ scope }: { scope?: Scope }) {
  const session = useStudySession(scope, tellLeech);
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState<'flag' | 'more' | 'load'>();
  const openMenu = (menu: 'flag' | 'more' | 'load', isOpen: boolean) => {
    setOpened(isOpen ? menu : undefined);
    if (!isOpen) giveFocusToPage();
  };
  const [isAutoPaused, setAutoPaused] = useState(false);
  const { state } = session;
  const { load, act: actOnBreak } = useLoad(state.at === 'step' ? state.session.uid : undefined);
  const onBreak = state.at === 'step' ? (load?.onBreak ?? undefined) : undefined;
  const offer = onBreak === undefined && state.at === 'step' ? (load?.offer ?? null) : null;
  const isCard = state.at === 'step' && state.step.kind === 'card' && onBreak === undefined;
  const card = isCard && state.step.kind === 'card' ? state.step : undefined;
  const revealed = state.at === 'step' && state.revealed;
  const uid = card?.rendered.card;
  const live = useServiceQuery('library.card', { card: uid ?? '' }, { enabled: uid !== undefined });
  const rendered = live.data ?? card?.rendered;
  const flag = rendered?.flag ?? 0;
  const isCovered = useFrame(({ card: shown, open, task }) => (shown ?? open ?? task) !== undefined);
  const leave = () => navigate('/');
  const takeBreak = () => {
    setOpened(undefined);
    actOnBreak('twin.takeBreak');
  };
  const hasNew =
    state.at === 'step' &&
    state.session.custom === null &&
    !state.session.newLast &&
    state.step.progress.fresh > 0;
  const putNewLast = () =>
    session.putNewLast(() => {
      // An answer to the offer: it is not made again soon.
      actOnBreak('twin.skipBreak');
      showToast({ text: loadWords.offer.easierDone });
    });
  const endBreak = () => {
    // The minutes away are no part of the next answer.
    session.showAfresh();
    actOnBreak('twin.endBreak');
  };

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
    else if (key.toLowerCase() === 'l' && load !== undefined) setOpened('load');
    else if (card === undefined) return;
    else if (key.toLowerCase() === 'b' && offer !== null) takeBreak();
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
        load={
          load === undefined ? null : (
            <LoadButton
              load={load}
              isOpen={opened === 'load'}
              onOpenChange={(isOpen) => openMenu('load', isOpen)}
              onBreak={takeBreak}
            />
          )
        }
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
          <StudyCard
            rendered={rendered}
            revealed={revealed}
            onKey={(event) => onKeyFromFrame(event)}
            onShown={session.markShown}
          />
        )}
        {onBreak === undefined ? null : (
          <BreakPanel leftMs={onBreak.leftMs} onBack={endBreak} onFinish={session.finish} />
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
        {state.at === 'step' && state.step.kind === 'waiting' && onBreak === undefined ? (
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
      <div>
        {state.at === 'loading' ? <div className={css.bar} data-empty /> : null}
        <BreakOffer
          offer={offer}
          act={actOnBreak}
          onEasier={hasNew ? putNewLast : undefined}
          onFinish={session.finish}
        />
        <IndicatorNote
          session={state.at === 'step' ? state.session.uid : undefined}
          question={revealed || offer !== null ? undefined : uid}
        />
        <AnswerBar
          step={card}
          revealed={revealed}
          autoSeconds={auto.leftSeconds}
          onReveal={session.reveal}
          onAnswer={session.answer}
        />
      </div>
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

/** What is studied keeps its name above the summary. */
function titleOf(state: ReturnType<typeof useStudySession>['state']): string | undefined {
  if (state.at === 'step') return state.session.title;
  return state.at === 'summary' ? state.summary.title : undefined;
}
