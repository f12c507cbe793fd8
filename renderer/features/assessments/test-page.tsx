import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { X } from 'lucide-react';
import { useLocation } from 'wouter';
import { useFrame } from '../../app/frame-state.ts';
import { isField } from '../../app/use-frame-keys.ts';
import { assessments as words } from '../../i18n/en/assessments.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CardFrame } from '../card-view/card-frame.tsx';
import { sideOf } from '../card-view/side-of.ts';
import { SimulatedMark } from '../profiles/simulated-mark.tsx';
import { requestId } from '../study/request-id.ts';
import css from './assessments.module.css';
import { QuestionFoot, type Given } from './question-foot.tsx';

type At = Output<'assessments.at'>;
export type Question = Extract<At['step'], { kind: 'question' }>;

/** A test under way: one question after another, by keyboard. */
export default function TestPage({ test: uid }: { test: string }) {
  const [, navigate] = useLocation();
  const { data, error, refetch } = useServiceQuery('assessments.at', { test: uid });
  const finish = useServiceCommand('assessments.finish');
  const abandon = useServiceCommand('assessments.abandon');
  const [isAsking, setAsking] = useState(false);
  const toResult = { onSuccess: () => navigate(`/test/result/${uid}`) };
  if (data === undefined) {
    return (
      <div className={css.run}>
        <div />
        <main className={css.main} id="content" tabIndex={-1}>
          {error === null ? (
            <Skeleton width="62%" height={22} />
          ) : (
            <SectionError error={error} onRetry={() => void refetch()} />
          )}
        </main>
      </div>
    );
  }
  const { test, step } = data;
  const { answered, questions } = step.progress;
  return (
    <div className={css.run}>
      <header className={css.top}>
        <IconButton label={words.leave} onPress={() => navigate('/test')}>
          <X size={18} aria-hidden />
        </IconButton>
        <h1 className={css.place}>{test.title}</h1>
        <SimulatedMark small />
        <span className={css.progress}>
          <ProgressBar
            label={words.open}
            value={answered / questions}
            valueText={words.place(answered, questions)}
          />
        </span>
        <span className={css.score}>{words.place(Math.min(answered + 1, questions), questions)}</span>
        {test.endsAt === null || step.kind === 'over' ? null : (
          <TimeLeft endsAt={test.endsAt} onOver={() => void refetch()} />
        )}
        <Button variant="quiet" onPress={() => setAsking(true)}>
          {words.abandon}
        </Button>
      </header>
      {isAsking ? (
        <Dialog
          title={words.abandonTitle}
          isOpen
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button autoFocus onPress={() => setAsking(false)}>
                {words.resume}
              </Button>
              <Button variant="danger" onPress={() => abandon.mutate({ test: uid }, toResult)}>
                {words.abandon}
              </Button>
            </>
          }
        >
          <p>{words.abandonText(questions - answered)}</p>
        </Dialog>
      ) : null}
      {step.kind === 'question' ? (
        <QuestionView
          key={step.place}
          test={test}
          step={step}
          isHeld={isAsking}
          onAnswered={() => void refetch()}
        />
      ) : (
        <main className={css.main} id="content" tabIndex={-1}>
          <EmptyState title={words.over} text={words.unanswered(questions - answered)}>
            <Button variant="primary" autoFocus onPress={() => finish.mutate({ test: uid }, toResult)}>
              {words.finish}
            </Button>
          </EmptyState>
        </main>
      )}
    </div>
  );
}

type QuestionProps = {
  test: At['test'];
  step: Question;
  /** Keys are another's while it is asked whether to abandon the test. */
  isHeld: boolean;
  onAnswered: () => void;
};

function QuestionView({ test, step, isHeld, onAnswered }: QuestionProps) {
  const [shownAt] = useState(() => performance.now());
  const [request] = useState(() => requestId(Date.now(), crypto.getRandomValues(new Uint8Array(10))));
  const [sure, setSure] = useState<number>();
  const [given, setGiven] = useState<Given>();
  const answer = useServiceCommand('assessments.answer');
  const isCovered = useFrame(({ card, open, task }) => (card ?? open ?? task) !== undefined);
  const revealed = given !== undefined;
  const side = useMemo(() => {
    const shown = sideOf(step.rendered, revealed);
    // The question of a test has its own field; the card's would ask twice.
    return { ...shown, typed: null };
  }, [step.rendered, revealed]);
  const send = (correct: boolean) => {
    if (answer.isPending) return;
    answer.mutate(
      {
        request,
        test: test.uid,
        place: step.place,
        correct,
        ...(given?.text === undefined ? {} : { given: given.text }),
        ...(sure === undefined ? {} : { confidencePercent: sure }),
        durationMs: Math.round(performance.now() - shownAt),
      },
      { onSuccess: onAnswered },
    );
  };
  const foot = { step, askSure: test.options.askConfidence && sure === undefined, given };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || isHeld || isCovered || isField(event.target)) return;
    if (event.target instanceof Element && event.target.closest('button') !== null && /^[ E]/.test(event.key))
      return;
    const button = document.querySelector<HTMLButtonElement>(`[data-test-key~="${keyName(event.key)}"]`);
    if (button === null) return;
    event.preventDefault();
    button.click();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <main className={css.main} id="content" tabIndex={-1}>
        <CardFrame side={side} onKey={(event) => onKeyFromFrame(event)} onShown={() => {}} />
      </main>
      <QuestionFoot {...foot} test={test.uid} onSure={setSure} onGiven={setGiven} onVerdict={send} />
    </>
  );
}

/** Keys in the frame belong to another window; hand them on as if they were pressed in this one. */
function onKeyFromFrame(event: KeyboardEvent) {
  const { key, repeat } = event;
  const copy = new KeyboardEvent('keydown', { key, repeat, cancelable: true, bubbles: true });
  if (!window.dispatchEvent(copy)) event.preventDefault();
}

const keyName = (key: string): string => (key === ' ' ? 'space' : key.toLowerCase());

function TimeLeft({ endsAt, onOver }: { endsAt: number; onOver: () => void }) {
  const [now, setNow] = useState(() => Date.now());
  const over = useEffectEvent(onOver);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= endsAt) over();
    }, 1000);
    return () => clearInterval(timer);
  }, [endsAt]);
  return <span className={css.score}>{words.left(Math.max(0, endsAt - now))}</span>;
}
