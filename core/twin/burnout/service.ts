import type { z } from 'zod';
import type { Handlers } from '../../rpc/compose.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { SESSIONS_NEEDED } from '../load/sessions-needed.ts';
import type { StressKind } from '../load/stress-patterns.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { Assessments } from './assessments.ts';
import { BURNOUT_WEIGHTS, type BurnoutLevel, type BurnoutRisk } from './burnout-risk.ts';
import { BURNOUT_FACTORS, BURNOUT_LEVELS, type burnoutContract } from './contract.ts';
import { storedWellbeing } from './store-wellbeing.ts';

type RiskView = NonNullable<z.input<(typeof burnoutContract)['twin.burnout']['output']>['risk']>;

const assessmentRows = statement<
  Record<string, never>,
  { study_day: number; score: number; level: BurnoutLevel }
>(
  'twin.burnoutAssessments',
  `SELECT study_day, score, level FROM (
     SELECT study_day, score, level FROM burnout_risk_assessments ORDER BY study_day DESC LIMIT 104)
   ORDER BY study_day`,
);
const assessedAs = statement<{ level: BurnoutLevel }, { n: number; last_day: number | null }>(
  'twin.assessmentsOfLevel',
  'SELECT count(*) AS n, max(study_day) AS last_day FROM burnout_risk_assessments WHERE level = @level',
);
const patternRows = statement<
  Record<string, never>,
  {
    kind: StressKind;
    key: string;
    occurrences: number;
    of_occasions: number;
    effect: number;
    low: number;
    high: number;
    confidence: number;
  }
>(
  'twin.stressPatterns',
  'SELECT * FROM stress_response_patterns ORDER BY confidence DESC, effect DESC, kind, key',
);
const lectureTitle = statement<{ uid: Uint8Array }, { title: string }>(
  'twin.lectureTitle',
  'SELECT title FROM lectures WHERE uid = @uid AND deleted_at IS NULL',
);

const riskView = ({ factors, ...risk }: BurnoutRisk): RiskView => ({
  ...risk,
  factors: BURNOUT_FACTORS.map((factor) => ({
    factor,
    weight: BURNOUT_WEIGHTS[factor],
    ...factors[factor],
  })),
});

export const burnoutService = (
  store: Store,
  assessments: Assessments,
  permits: TwinPermits,
): Handlers<typeof burnoutContract> => {
  const isOn = (): boolean => permits.isOn(readSettings(store), 'wellbeing');
  /** What was found before it was turned off is kept, and not shown. */
  const lastWellbeing = (): ReturnType<typeof storedWellbeing> =>
    isOn() ? storedWellbeing(store) : undefined;
  const shown = <Row>(rows: () => Row[]): Row[] => (isOn() ? rows() : []);
  return {
    'twin.burnout': () => {
      const last = lastWellbeing();
      return {
        computedAt: last?.computedAt ?? null,
        risk: last === undefined ? null : riskView(last.found.burnout),
        assessments: shown(() => store.all(assessmentRows, {})).map(
          ({ study_day: studyDay, score, level }) => ({ studyDay, score, level }),
        ),
        levels: shown(() => [...BURNOUT_LEVELS]).flatMap((level) => {
          const { n = 0, last_day: lastDay = null } = store.get(assessedAs, { level }) ?? {};
          return lastDay === null ? [] : [{ level, assessments: n, lastDay }];
        }),
      };
    },
    'twin.stressPatterns': () => {
      const last = lastWellbeing();
      return {
        computedAt: last?.computedAt ?? null,
        sessions: last?.found.sessions ?? 0,
        patterns: shown(() => store.all(patternRows, {})).map(({ of_occasions: occasions, ...pattern }) => ({
          ...pattern,
          occasions,
          title:
            pattern.kind === 'topic'
              ? (store.get(lectureTitle, { uid: uidFromHex(pattern.key) })?.title ?? null)
              : null,
        })),
      };
    },
    'twin.loadAgainstPerformance': () => {
      const last = lastWellbeing();
      const none = {
        sessions: 0,
        needed: SESSIONS_NEEDED,
        correlation: null,
        zones: [],
        bestZone: null,
        points: [],
      };
      return { computedAt: last?.computedAt ?? null, ...(last?.found.performance ?? none) };
    },
    'twin.loadDays': () => {
      const last = lastWellbeing();
      return { computedAt: last?.computedAt ?? null, days: last?.found.days ?? [] };
    },
    'twin.assess': async () => ({ output: { job: await assessments.start(true) }, changes: ['jobs'] }),
  };
};
