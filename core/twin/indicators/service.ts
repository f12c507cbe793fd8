import type { Handlers } from '../../rpc/compose.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import { openSession } from '../../study/sessions.ts';
import { recordEvent } from '../events/record-event.ts';
import { objectiveWords } from '../predict/objective-words.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { INDICATORS_AT_MOST, type indicatorsContract } from './contract.ts';
import { LiveIndicators, type LiveIndicator } from './live-indicators.ts';
import { timesUsual } from './session-tally.ts';

type Indicators = OutputOf<typeof indicatorsContract, 'twin.indicators'>;

const snoozedRows = statement<{ session: number }, { indicator: string }>(
  'twin.snoozedIndicators',
  `SELECT json_extract(data, '$.indicator') AS indicator FROM live_behavioral_events
   WHERE session_id = @session AND type = 'INDICATOR_SNOOZED'`,
);
const sessionOfIndicator = statement<{ uid: Uint8Array }, { session_id: number }>(
  'twin.sessionOfIndicator',
  'SELECT session_id FROM struggle_indicators WHERE uid = @uid',
);

const indicatorsOf = statement<{ objective: number; since: number; session: number }, { n: number }>(
  'twin.indicatorsOf',
  `SELECT count(*) AS n FROM struggle_indicators
   WHERE objective_id = @objective AND at >= @since AND session_id <> @session`,
);
const earlierMs = 30 * 86_400_000;

const isSnoozed = (store: Store, session: number): ((uid: Uint8Array) => boolean) => {
  const snoozed = new Set(store.all(snoozedRows, { session }).map(({ indicator }) => indicator));
  return (uid) => snoozed.has(uidToHex(uid));
};

const viewOf =
  (store: Store, session: number, ownRecall: number | null) =>
  (found: LiveIndicator): Indicators['indicators'][number][] => {
    const words = objectiveWords(store, found.objective);
    if (words === null) return [];
    const { tally, objective } = found;
    const since = store.clock.now() - earlierMs;
    return [
      {
        indicator: uidToHex(found.uid),
        ...words,
        kind: found.kind,
        level: found.level,
        severity: found.severity,
        priority: found.priority,
        at: tally.at,
        answers: tally.answers,
        forgotten: tally.forgotten,
        ownRecall,
        timesUsual: timesUsual(tally),
        earlier: store.get(indicatorsOf, { objective, since, session })?.n ?? 0,
      },
    ];
  };

const indicatorsNow = (store: Store, live: LiveIndicators): Indicators => {
  const open = live.isOn ? openSession(store, store.clock) : undefined;
  if (open === undefined) return { isOn: live.isOn, session: null, indicators: [] };
  const snoozed = isSnoozed(store, open.id);
  return {
    isOn: true,
    session: uidToHex(open.uid),
    indicators: live
      .of(store, open.id)
      .filter(({ uid }) => !snoozed(uid))
      .flatMap(viewOf(store, open.id, live.ownRecall(store, open.id)))
      .slice(0, INDICATORS_AT_MOST),
  };
};

export const indicatorsService = (
  store: Store,
  permits: TwinPermits,
): Handlers<typeof indicatorsContract> => {
  const live = new LiveIndicators(store, permits);
  return {
    'twin.indicators': () => indicatorsNow(store, live),
    'twin.snoozeIndicator': async ({ indicator }) => {
      const row = store.get(sessionOfIndicator, { uid: uidFromHex(indicator) });
      if (row === undefined) throw new RpcError('not_found', { indicator });
      // A fact, as what is done about a break: a person undoes answers.
      const { changes } = await store.write(
        'twin.snoozeIndicator',
        (tx) => {
          if (!isSnoozed(store, row.session_id)(uidFromHex(indicator)))
            recordEvent(tx, store, 'INDICATOR_SNOOZED', { indicator }, row.session_id);
        },
        { noUndo: true },
      );
      return { output: {}, changes };
    },
  };
};
