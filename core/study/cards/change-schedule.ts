import type { Outcome } from '../../rpc/changes.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { currentStateOf, toCardState } from '../card-states.ts';
import type { ScheduleChange } from '../scheduler/card-event.ts';
import type { CardState } from '../scheduler/card-state.ts';
import { cardsMeant, type CardMeant } from './cards-meant.ts';
import type { Changed } from './change-cells.ts';

const lastFact = statement<{ card: number }, { at: number; interval_seconds: number }>(
  'cards.lastFact',
  // Each log is read from its end.
  `SELECT max(coalesce((SELECT at FROM reviews WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0),
       coalesce((SELECT at FROM schedule_changes WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0),
       coalesce((SELECT at FROM card_baselines WHERE card_id = @card ORDER BY at DESC LIMIT 1), 0)) AS at,
     coalesce((SELECT interval_seconds FROM live_reviews WHERE card_id = @card ORDER BY at DESC, uid DESC LIMIT 1), 0)
       AS interval_seconds`,
);

const daySeconds = 86_400;

/** What a change makes of a card on a study day; undefined where it changes nothing. */
export type Reschedule = (
  state: CardState,
  card: CardMeant,
  today: number,
) => { dueDay: number | null; intervalDays: number | null } | undefined;

/** Appends one schedule change to the log of each card it changes, all in one write. */
export const changeSchedule = (
  store: Store,
  command: string,
  kind: ScheduleChange['kind'],
  cards: readonly string[],
  reschedule: Reschedule,
): Promise<Outcome<Changed>> =>
  store.write(command, (tx) => {
    const moment = localMoment(tx.now, store.clock, readSettings(tx));
    let changed = 0;
    for (const card of cardsMeant(tx, cards)) {
      const row = currentStateOf(tx, card.id);
      if (row === undefined) continue;
      const change = reschedule(toCardState(row), card, moment.studyDay);
      if (change === undefined) continue;
      const last = tx.get(lastFact, { card: card.id });
      tx.append(
        'schedule_changes',
        {
          card_id: card.id,
          // After whatever happened to the card before, also when the clock was set back: the fold goes by this.
          at: Math.max(tx.now, (last?.at ?? 0) + 1),
          uid: store.ids.uid(),
          utc_offset_min: moment.utcOffsetMin,
          study_day: moment.studyDay,
          kind,
          due_day: change.dueDay,
          interval_days: change.intervalDays,
          interval_seconds: (change.intervalDays ?? 0) * daySeconds,
          last_interval_seconds:
            row.interval_days > 0 ? row.interval_days * daySeconds : (last?.interval_seconds ?? 0),
        },
        { owner: card.id },
      );
      changed += 1;
    }
    return { cards: changed };
  });
