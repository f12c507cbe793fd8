import { migrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** The 27 of the design, by table: its features bring them, a table at a time. */
const columnsByTable = {
  behavioral_events: ['at', 'type_at', 'study_day_type'],
  behavioral_patterns: ['kind_key', 'created_at'],
  pattern_assessments: ['pattern_id_study_day'],
  behavioral_insights: ['created_at', 'acknowledged_at'],
  struggle_predictions: ['objective_id_window_start', 'window_end', 'predicted_at'],
  struggle_outcomes: ['recorded_at'],
  struggle_indicators: ['objective_id_at'],
  intervention_recommendations: ['created_at', 'kind_created_at'],
  intervention_changes: ['at'],
  cognitive_load_metrics: ['at', 'session_id_at', 'score'],
  burnout_risk_assessments: ['study_day', 'level_study_day'],
  personalization_configs: ['context_arm'],
  personalization_outcomes: ['config_id_at'],
  recommendations: ['created_at', 'kind_created_at'],
  behavioral_goals: ['deadline'],
  study_schedule_recommendations: ['study_day'],
} as const;

const named = (has: (table: string) => boolean): string[] =>
  Object.entries(columnsByTable).flatMap(([table, columns]) =>
    has(table) ? columns.map((names) => `idx_${table}_${names}`) : [],
  );

/** Names of all twin indexes, those to come among them. */
export const twinIndexes: readonly string[] = named(() => true);

/** Those that a store of these migrations has. */
export const twinIndexesOf = (known: readonly Migration[] = migrations): string[] => {
  const tables = new Set(known.flatMap((migration) => migration.tables.map(({ name }) => name)));
  return named((table) => tables.has(table));
};
