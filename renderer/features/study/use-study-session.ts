import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { RpcError } from '#core/rpc/errors.ts';
import { undoLast, whenHistoryMoves } from '../../app/undo.ts';
import type { Output } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { queryClient } from '../../transport/query-client.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { prefetchMedia } from '../card-view/media-cache.ts';
import { requestId } from './request-id.ts';

export type Scope = { course?: string; lecture?: string };
export type Session = Output<'study.start'>['session'];
export type Step = Output<'study.start'>['step'];
export type CardStep = Extract<Step, { kind: 'card' }>;
export type Summary = Output<'study.finish'>;
export type Rating = 1 | 2 | 3 | 4;

export type StudyState =
  | { at: 'loading' }
  | { at: 'failed'; error: unknown }
  | {
      at: 'step';
      session: Session;
      step: Step;
      revealed: boolean;
      /** How sure the person said they are; undefined where they did not say. */
      confidencePercent: number | undefined;
      receivedAt: number;
    }
  | { at: 'summary'; summary: Summary; reason: 'done' | 'time' };

/** An answer made the card a leech. */
export type LeechNotice = { card: string; lapses: number; what: 'tagged' | 'suspended' };

export type StudyControls = {
  state: StudyState;
  reveal: (confidencePercent?: number) => void;
  answer: (rating: Rating) => void;
  undo: () => void;
  /** Looks at what comes next, after something other than an answer was done to a card. */
  lookAgain: () => void;
  finish: () => void;
  /** Puts new cards after all others. */
  putNewLast: (onDone: () => void) => void;
  /** The question again, with a clock that begins anew: after a while away from it. */
  showAfresh: () => void;
  retry: () => void;
  /** The question stands on the screen: the clock of this answer starts. */
  markShown: () => void;
};

/** Timers hold less than 25 days; looking again now and then costs nothing. */
const longestWaitMs = 3_600_000;

/** One run through the queue: what is shown, and what the keys do to it. The scope stays for its whole life. */
export function useStudySession(
  scope: Scope | undefined,
  onLeech: (notice: LeechNotice) => void,
): StudyControls {
  const [state, setState] = useState<StudyState>({ at: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const shownAt = useRef(0);
  const busy = useRef(false);
  const open = useRef<string>(undefined);
  const { course, lecture } = scope ?? {};

  const show = useCallback((session: Session, step: Step) => {
    open.current = session.uid;
    if (step.kind === 'card') {
      for (const name of [...step.rendered.media, ...step.upcomingMedia]) prefetchMedia(name);
      // The page asks for the card on screen by its own query, so that an edit shows in place.
      queryClient.setQueryData(['library.card', { card: step.rendered.card }], step.rendered);
    }
    setState((before) => {
      // The same card in the same state: what was revealed stays, and its clock runs on.
      const goesOn = before.at === 'step' && isSameCard(before.step, step);
      if (!goesOn) shownAt.current = 0;
      return {
        at: 'step',
        session,
        step,
        revealed: goesOn && before.revealed,
        confidencePercent: goesOn ? before.confidencePercent : undefined,
        receivedAt: Date.now(),
      };
    });
  }, []);

  /** One thing at a time: a second key while the first is under way does nothing. */
  const alone = useCallback(async (work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await work();
    } catch (error) {
      reportFailure(error);
    } finally {
      busy.current = false;
    }
  }, []);

  useEffect(() => {
    let here = true;
    openSession(course, lecture).then(
      ({ session, step }) => {
        if (here) show(session, step);
        else void callService('study.pause', { session: session.uid }).catch(reportFailure);
      },
      (error: unknown) => {
        if (here) setState({ at: 'failed', error });
      },
    );
    return () => {
      here = false;
      if (open.current !== undefined)
        void callService('study.pause', { session: open.current }).catch(reportFailure);
      open.current = undefined;
    };
  }, [course, lecture, attempt, show]);

  const finish = useCallback(
    () =>
      void alone(async () => {
        if (open.current === undefined) return;
        const summary = await callService('study.finish', { session: open.current });
        open.current = undefined;
        setState((before) => ({ at: 'summary', summary, reason: reasonOf(before) }));
      }),
    [alone],
  );

  const refresh = useCallback(async () => {
    const { session, step } = await callService('study.current', {});
    if (session !== null && step !== null) show(session, step);
  }, [show]);

  const tellLeech = (card: string, what: LeechNotice['what']) => {
    callService('study.cardInfo', { card }).then(
      ({ lapses }) => onLeech({ card, lapses, what }),
      reportFailure,
    );
  };

  const lookAgain = useEffectEvent(() => {
    // After the last answer was taken back the session had ended: it goes on with that card.
    if (open.current !== undefined) void refresh().catch(reportFailure);
    else if (state.at === 'summary') setAttempt((count) => count + 1);
  });
  useEffect(() => whenHistoryMoves(() => lookAgain()), []);

  const wait = state.at === 'step' && state.step.kind === 'waiting' ? state.step.until : undefined;
  useEffect(() => {
    if (wait === undefined) return undefined;
    const timer = setTimeout(
      () => void refresh().catch(reportFailure),
      Math.min(longestWaitMs, Math.max(250, wait - Date.now())),
    );
    return () => clearTimeout(timer);
  }, [wait, refresh]);

  const isFinished =
    state.at === 'step' && state.step.kind === 'finished' && state.step.progress.answered > 0;
  useEffect(() => {
    if (isFinished) finish();
  }, [isFinished, finish]);

  return {
    state,
    finish,
    putNewLast: (onDone) =>
      void alone(async () => {
        if (open.current === undefined) return;
        await callService('study.newLast', { session: open.current });
        await refresh();
        onDone();
      }),
    showAfresh: () => {
      shownAt.current = 0;
      if (state.at === 'step') setState({ ...state, revealed: false, confidencePercent: undefined });
    },
    retry: () => {
      setState({ at: 'loading' });
      setAttempt((count) => count + 1);
    },
    markShown: () => {
      if (shownAt.current === 0) shownAt.current = performance.now();
    },
    reveal: (confidencePercent) => {
      if (state.at === 'step' && !state.revealed) setState({ ...state, revealed: true, confidencePercent });
    },
    lookAgain: () => {
      if (open.current !== undefined) void refresh().catch(reportFailure);
    },
    answer: (rating) => {
      if (state.at !== 'step' || state.step.kind !== 'card' || !state.revealed) return;
      const { session, step, confidencePercent } = state;
      const durationMs = Math.min(86_400_000, Math.round(performance.now() - shownAt.current));
      const request = requestId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
      void alone(async () => {
        const input = {
          request,
          session: session.uid,
          card: step.rendered.card,
          reps: step.reps,
          rating,
          durationMs,
          ...(confidencePercent === undefined ? {} : { confidencePercent }),
        };
        try {
          const { step: next, leech } = await answerDurably(input);
          show(session, next);
          if (leech !== null) tellLeech(input.card, leech);
        } catch (error) {
          // Another window has studied on: say so, and show where things stand.
          if (error instanceof RpcError && error.kind === 'conflict') await refresh();
          throw error;
        }
      });
    },
    undo: () =>
      void alone(async () => {
        await undoLast();
      }),
  };
}

function isSameCard(a: Step, b: Step): boolean {
  return a.kind === 'card' && b.kind === 'card' && a.rendered.card === b.rendered.card && a.reps === b.reps;
}

/** Why a session ended by itself: everything is studied, or its minutes are over. */
function reasonOf(state: StudyState): 'done' | 'time' {
  return state.at === 'step' && state.step.kind === 'finished' ? state.step.reason : 'done';
}

/** Goes on with the open session of the same scope; one of another scope ends, its answers stay. */
function openSession(course?: string, lecture?: string): Promise<{ session: Session; step: Step }> {
  const scope = {
    ...(course === undefined ? {} : { course }),
    ...(lecture === undefined ? {} : { lecture }),
  };
  return callService('study.start', { scope });
}

/** Errors after which an answer may or may not have been recorded. */
const unknownFate: ReadonlySet<string> = new Set(['disconnected', 'deadline', 'busy']);

/** An answer is sent until its fate is known: its request id makes it the same answer. */
async function answerDurably(input: {
  request: string;
  session: string;
  card: string;
  reps: number;
  rating: Rating;
  durationMs: number;
  confidencePercent?: number;
}): Promise<Output<'study.answer'>> {
  for (;;) {
    try {
      return await callService('study.answer', input);
    } catch (error) {
      if (!(error instanceof RpcError) || !unknownFate.has(error.kind)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
