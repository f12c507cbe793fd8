import { NotEnough } from '../not-enough.tsx';
import type { RhythmModel } from './rhythm-query.ts';

/** Below what patterns need, how far it is; null from there on. */
export function HistoryGates({
  history,
  text,
}: {
  history: RhythmModel['history'] | undefined;
  text: string;
}) {
  if (history === undefined)
    return <NotEnough gates={[{ have: 0, need: 50, unit: 'answers' }]} text={text} />;
  const { answers, sessions, weeks, needed } = history;
  return (
    <NotEnough
      text={text}
      gates={[
        { have: answers, need: needed.answers, unit: 'answers' },
        { have: sessions, need: needed.sessions, unit: 'sessions' },
        { have: weeks, need: needed.weeks, unit: 'weeks' },
      ]}
    />
  );
}
