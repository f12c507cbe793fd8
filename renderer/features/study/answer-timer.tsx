import { useEffect, useState } from 'react';
import { study } from '../../i18n/en/study.ts';
import css from './study.module.css';

/** Seconds on this card, up to the most that counts; it stands still once the answer is shown. */
export function AnswerTimer({ capSeconds, stopped }: { capSeconds: number; stopped: boolean }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (stopped) return undefined;
    const start = performance.now();
    const timer = setInterval(
      () => setSeconds(Math.min(capSeconds, Math.floor((performance.now() - start) / 1000))),
      500,
    );
    return () => clearInterval(timer);
  }, [capSeconds, stopped]);
  return (
    <p className={css.timer} aria-label={study.timer}>
      {study.seconds(seconds)}
    </p>
  );
}
