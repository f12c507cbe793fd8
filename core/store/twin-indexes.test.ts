import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { allStatements } from './statements.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { twinIndexesOf } from './twin-indexes.ts';

const twin = fileURLToPath(new URL('../twin/', import.meta.url));

beforeAll(async () => {
  const declaring = readdirSync(twin, { recursive: true, encoding: 'utf8' })
    .map((name) => `${twin}${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !/\.(test|long)\.ts$|\/testing/.test(file))
    .filter((file) => /\bstatement[<(]/.test(readFileSync(file, 'utf8')));
  for (const file of declaring) await import(/* @vite-ignore */ pathToFileURL(file).href);
});

/** What of this program each twin index is there for: the name of a statement of its registry. */
const usedBy: Record<string, string> = {
  idx_behavioral_events_at: 'twin.oldestEvent',
  idx_behavioral_events_type_at: 'twin.eventsOfType',
  idx_behavioral_events_study_day_type: 'twin.eventsOfDays',
  idx_behavioral_patterns_kind_key: 'twin.patternByKey',
  idx_behavioral_patterns_created_at: 'twin.patternsByAge',
  idx_pattern_assessments_pattern_id_study_day: 'twin.assessmentsOfPattern',
  idx_struggle_predictions_objective_id_window_start: 'twin.predictionsOfWeek',
  idx_struggle_predictions_window_end: 'twin.endedPredictions',
  idx_struggle_predictions_predicted_at: 'twin.lastPredicted',
  idx_struggle_outcomes_recorded_at: 'twin.endedViews',
  idx_struggle_indicators_objective_id_at: 'twin.indicatorsOf',
  idx_cognitive_load_metrics_at: 'twin.lastLoad',
  idx_cognitive_load_metrics_session_id_at: 'twin.timelineMetrics',
  idx_cognitive_load_metrics_score: 'twin.daysOfHighLoad',
  idx_burnout_risk_assessments_study_day: 'twin.burnoutAssessments',
  idx_burnout_risk_assessments_level_study_day: 'twin.assessmentsOfLevel',
};

describe('a twin index', () => {
  it('is there for a statement of the program, every one of this version', () => {
    expect(Object.keys(usedBy).sort()).toEqual(twinIndexesOf().sort());
  });

  it.each(Object.entries(usedBy))('%s is chosen for %s', async (index, name) => {
    const { store } = await openTestStore();
    const def = allStatements().find((one) => one.name === name);
    expect(def, `no statement is named ${name}`).toBeDefined();
    const sql = def?.sql ?? '';
    const params = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, param = '']) => [param, null]));
    const plan = store.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(params) as { detail: string }[];
    expect(plan.map(({ detail }) => detail).join('\n')).toMatch(new RegExp(`INDEX ${index}\\b`));
  });
});
