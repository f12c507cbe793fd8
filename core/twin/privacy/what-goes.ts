/**
 * What becomes of each table when the owner lets go of what is known of them. A leaf: the erase runs by it, and a test
 * holds it against the schema, so that a new table is sorted before anything of it can stay by oversight.
 *
 * analysis: concluded by the twin; goes when analysis is turned off. behavior: goes with an erase of behavioural data as
 * well. reviews: goes when the owner erases their answers too. stays: never goes here, for the reason given.
 */
export type Fate =
  | { goes: 'analysis' | 'behavior' | 'reviews'; only?: string }
  /** Computed from what goes with the answers, and again empty or as new once they are gone. */
  | { follows: 'reviews' }
  | { stays: string };

const analysis = { goes: 'analysis' } as const;
const behavior = { goes: 'behavior' } as const;
const reviews = { goes: 'reviews' } as const;
const counts = { follows: 'reviews' } as const;
const library = { stays: 'cards and their order are the owner’s work, and say nothing of how they study' };
const sync = { stays: 'what this device knows of the others; what it holds of erased rows goes with them' };
const file = { stays: 'about the file, not about the owner' };

export const fateOf: Readonly<Record<string, Fate>> = {
  // Children before what they refer to: rows go in this order.
  prediction_feedback: analysis,
  struggle_outcomes: analysis,
  struggle_predictions: analysis,
  struggle_indicators: analysis,
  pattern_assessments: analysis,
  behavioral_patterns: analysis,
  learning_profiles: analysis,
  stress_response_patterns: analysis,
  burnout_risk_assessments: analysis,
  cognitive_load_metrics: analysis,
  // What the owner brought in from elsewhere is no conclusion about them.
  model_artifacts: { goes: 'analysis', only: `origin = 'trained'` },
  behavioral_events: behavior,
  event_archives: behavior,
  session_pauses: behavior,
  assessment_answers: reviews,
  assessments: reviews,
  reviews,
  schedule_changes: reviews,
  card_baselines: reviews,
  study_sessions: reviews,
  scheduler_parameters: reviews,
  card_states: counts,
  daily_rollups: counts,
  hourly_rollups: counts,
  session_metrics: counts,
  // Every step back could bring something of it to light again.
  undo_log: behavior,
  log_undos: { goes: 'behavior', only: 'names a row of a log that goes' },
  jobs: { goes: 'analysis', only: `kind LIKE 'twin.%' AND state <> 'running'` },
  erasures: { stays: 'says that something was erased, so that no other device brings it back' },
  profile_marks: { stays: 'says that a learner is simulated, for good' },
  settings: { stays: 'preferences, the owner’s own' },
  batches: library,
  courses: library,
  lectures: library,
  learning_objectives: library,
  objective_prerequisites: library,
  objective_rules: library,
  note_types: library,
  note_fields: library,
  card_templates: library,
  notes: library,
  tags: library,
  note_tags: library,
  cards: library,
  objective_cards: library,
  blobs: library,
  media: library,
  note_search: library,
  course_presets: library,
  exams: library,
  exam_objectives: library,
  migrations: file,
  store_meta: file,
  erase_gate: file,
  stale_derivations: file,
  derivation_bases: file,
  backups: { stays: 'the list of backups; they are deleted where the owner asks for it' },
  backup_plan: { stays: 'when backups are made' },
  sync_state: sync,
  sync_ops: { stays: 'an erasure takes what waits to be sent of it, and is itself sent' },
  sync_known: sync,
  sync_frontiers: sync,
  sync_rows: sync,
  sync_cells: sync,
  sync_shadows: sync,
  sync_absent: sync,
  sync_aliases: sync,
  sync_joining: sync,
  pending_ops: sync,
  quarantine: sync,
  conflict_log: { stays: 'both versions of what two devices wrote into cards and settings' },
  sync_blobs: { stays: 'imports on their way; an import is the owner’s library' },
  delete_counts: sync,
  eff_clamps: sync,
  table_digests: sync,
};
