import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import { openSession } from '../../study/sessions.ts';
import { LOAD_PARTS, type loadContract } from './contract.ts';
import type { LiveLoad } from './live-load.ts';
import { ANSWERS_NEEDED, LOAD_WEIGHTS } from './load-index.ts';
import type { LoadReading } from './load-state.ts';

type LoadNow = z.input<(typeof loadContract)['twin.load']['output']>;

const minuteMs = 60_000;

const readingView = ({ at, score, level, confidence, parts, measures }: LoadReading): LoadNow['reading'] => ({
  at,
  score,
  level,
  confidence,
  parts: LOAD_PARTS.map((part) => ({ part, weight: LOAD_WEIGHTS[part], value: parts[part] })),
  measures,
});

/** The load of the session under way, and why. */
export const loadNow = (store: Store, live: LiveLoad): LoadNow => {
  const nothing: LoadNow = {
    isOn: live.isOn,
    session: null,
    reading: null,
    answersNeeded: ANSWERS_NEEDED,
    latencySource: null,
    offer: null,
    onBreak: null,
  };
  const open = live.isOn ? openSession(store, store.clock) : undefined;
  if (open === undefined) return nothing;
  const { state, basis } = live.of(store, open.id);
  const { reading, offer, onBreak } = state;
  const passedMs = onBreak === null ? 0 : Math.max(0, store.clock.now() - onBreak.at);
  return {
    ...nothing,
    session: uidToHex(open.uid),
    reading: reading === null ? null : readingView(reading),
    latencySource: basis.latency?.source ?? null,
    offer,
    onBreak:
      onBreak === null
        ? null
        : {
            startedAt: onBreak.at,
            minutes: onBreak.minutes,
            leftMs: Math.max(0, onBreak.minutes * minuteMs - passedMs),
          },
  };
};
