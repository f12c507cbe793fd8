import { resolveScope, type Scope } from '../library/scope.ts';
import type { Outcome } from '../rpc/changes.ts';
import { writeSetting } from '../settings/change-settings.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';

const most = 9999;

/** Adds to what was raised for this study day; what was raised on an earlier one is over. */
export const raiseLimits = async (
  store: Store,
  input: { scope: Scope; newCards: number; reviews: number },
): Promise<Outcome<Record<string, never>>> => {
  const { scope, newCards, reviews } = input;
  const { title } = resolveScope(store, scope);
  const place = scope.lecture ?? scope.course ?? '';
  const outcome = await store.write(
    'study.raiseLimits',
    (tx) => {
      const settings = readSettings(tx);
      const { studyDay } = localMoment(tx.now, store.clock, settings);
      const before = settings['study.raisedToday'];
      const places = before.studyDay === studyDay ? before.places : {};
      const raised = places[place] ?? { newCards: 0, reviews: 0 };
      writeSetting(tx, 'study.raisedToday', {
        studyDay,
        places: {
          ...places,
          [place]: {
            newCards: Math.min(most, raised.newCards + newCards),
            reviews: Math.min(most, raised.reviews + reviews),
          },
        },
      });
    },
    { subject: title },
  );
  return { output: {}, changes: outcome.changes };
};
