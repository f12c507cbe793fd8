import { useEffect, useEffectEvent, useState } from 'react';

type ClockParts = {
  /** Begins again with another one. */
  of: string;
  /** Nothing is timed while it is false. */
  isRunning: boolean;
  autoSeconds: number;
  onTime: () => void;
};

/** How far an automatic advance has come: seconds until it acts, and whether it rests. */
export type AutoAdvance = { leftSeconds: number | undefined };

const tickMs = 250;

/** Acts once after some seconds on one side of one card, as long as it may run; a rest begins the count again. */
export function useAutoAdvance({ of, isRunning, autoSeconds, onTime }: ClockParts): AutoAdvance {
  const [elapsed, setElapsed] = useState({ of, ms: 0 });
  const act = useEffectEvent(() => onTime());
  const isOn = isRunning && autoSeconds > 0;
  useEffect(() => {
    if (!isOn) return undefined;
    const start = performance.now();
    const timer = setInterval(() => {
      const ms = performance.now() - start;
      setElapsed({ of, ms });
      if (ms < autoSeconds * 1000) return;
      clearInterval(timer);
      act();
    }, tickMs);
    return () => clearInterval(timer);
  }, [of, isOn, autoSeconds]);
  // What was counted on another card or side says nothing here.
  const ms = elapsed.of === of ? elapsed.ms : 0;
  return { leftSeconds: isOn ? Math.max(0, Math.ceil(autoSeconds - ms / 1000)) : undefined };
}
