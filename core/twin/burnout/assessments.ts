import type { Jobs } from '../../jobs/jobs.ts';
import { OneAtATime } from '../../jobs/one-at-a-time.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import { storedWellbeing, storeWellbeing } from './store-wellbeing.ts';
import type { Wellbeing, WellbeingInput } from './wellbeing.ts';

export const assessmentJobKind = 'twin.assess';

export type AssessmentsParts = {
  store: Store;
  jobs: Jobs;
  permits: TwinPermits;
  /** Computed away from this thread. */
  assess(input: WellbeingInput, signal: AbortSignal): Promise<Wellbeing>;
};

const analysedAt = statement<Record<string, never>, { at: number | null }>(
  'twin.analysedAt',
  `SELECT max(computed_at) AS at FROM learning_profiles WHERE component <> 'wellbeing'`,
);

const weekDays = 7;

/** Assessments of load and burnout: one at a time, each a job whose end is one write. */
export class Assessments {
  readonly #parts: AssessmentsParts;
  readonly #jobs: OneAtATime;

  constructor(parts: AssessmentsParts) {
    this.#parts = parts;
    this.#jobs = new OneAtATime({ ...parts, kind: assessmentJobKind });
  }

  /** The history was analysed since the last assessment, or that is a week old. */
  get isDue(): boolean {
    const { store, permits } = this.#parts;
    const settings = readSettings(store);
    const analysed = store.get(analysedAt, {})?.at ?? null;
    if (analysed === null || !permits.isOn(settings, 'wellbeing')) return false;
    const last = storedWellbeing(store);
    const { studyDay } = localMoment(store.clock.now(), store.clock, settings);
    return last === undefined || last.computedAt < analysed || last.studyDay <= studyDay - weekDays;
  }

  /**
   * Starts an assessment and returns its job; the one under way instead of a second.
   * Throws `forbidden`.
   * @param isAsked by the owner, who wants one of today
   */
  async start(isAsked: boolean): Promise<string> {
    const { store, assess, permits } = this.#parts;
    permits.demand('wellbeing');
    return this.#jobs.start(async (progress, signal) => {
      progress('assess', 0, 1);
      const settings = readSettings(store);
      if (!permits.isOn(settings, 'wellbeing')) return { sessions: 0 };
      const { studyDay } = localMoment(store.clock.now(), store.clock, settings);
      const found = await assess({ today: studyDay, rolloverHour: settings['study.rolloverHour'] }, signal);
      signal.throwIfAborted();
      await store.write('twin.assess', (tx) => storeWellbeing(tx, store.clock, found, isAsked), {
        noUndo: true,
      });
      progress('assess', 1, 1);
      return { sessions: found.sessions };
    });
  }
}
