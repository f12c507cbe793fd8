import { useEffect, useState } from 'react';
import { load as words } from '../../../i18n/en/load.ts';
import { Button } from '../../../ui/button.tsx';
import css from './load.module.css';

type BreakPanelProps = {
  /** When the panel came up. */
  leftMs: number;
  onBack: () => void;
  onFinish: () => void;
};

const tickMs = 250;

/** Stands where the card was. It counts down and asks for nothing; coming back is the person's own act. */
export function BreakPanel({ leftMs, onBack, onFinish }: BreakPanelProps) {
  const [passedMs, setPassedMs] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassedMs(performance.now() - start), tickMs);
    return () => clearInterval(timer);
  }, [leftMs]);
  const seconds = Math.max(0, Math.ceil((leftMs - passedMs) / 1000));
  return (
    <section className={css.break} aria-label={words.pause.title}>
      <h2 className={css.breakTitle}>{words.pause.title}</h2>
      <p role="timer" aria-label={words.pause.left} className={css.clock}>
        {words.pause.clock(seconds)}
      </p>
      <p className={css.quiet} role="status">
        {seconds === 0 ? words.pause.over : words.pause.text}
      </p>
      <div className={css.breakActions}>
        <Button variant="primary" onPress={onBack}>
          {words.pause.back}
        </Button>
        <Button variant="quiet" onPress={onFinish}>
          {words.pause.stop}
        </Button>
      </div>
    </section>
  );
}
