import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { BehavioralEventData, BehavioralEventType } from './behavioral-event.ts';

/** Writes down what no other fact says, in the transaction of whoever did it: undone with it, and never without it. */
export const recordEvent = <T extends BehavioralEventType>(
  tx: WriteTransaction,
  { clock, ids }: Pick<Store, 'clock' | 'ids'>,
  type: T,
  data: BehavioralEventData[T],
  session: number | null = null,
): void => {
  const moment = localMoment(tx.now, clock, readSettings(tx));
  const row = {
    uid: ids.uid(),
    at: moment.at,
    utc_offset_min: moment.utcOffsetMin,
    study_day: moment.studyDay,
    type,
    session_id: session,
    data: JSON.stringify(data),
  };
  tx.append('behavioral_events', row, { owner: session ?? 0 });
};
