/**
 * What an export of everything says of each table. A leaf: the export and its published schema run by it, and a test
 * holds it against the store, so that a new table is told or left out by decision and not by oversight.
 */
export type Telling = { words: string } | { leftOut: string };

const told = (words: string): Telling => ({ words });
const left = (leftOut: string): Telling => ({ leftOut });

export const telling: Readonly<Record<string, Telling>> = {
  profile_marks: told('What the profile is for good: simulated means that nobody’s own history is here.'),
  settings: told('Preferences that differ from their defaults.'),
  batches: told('Imports: where rows came from.'),
  course_presets: told('Named sets of study options.'),
  courses: told('Courses.'),
  lectures: told('Lectures of courses; parent: the lecture above it.'),
  learning_objectives: told('Learning objectives of lectures.'),
  objective_prerequisites: told('Which objective builds on which.'),
  objective_rules: told('Objectives that take all cards of a lecture.'),
  note_types: told('Note types with their styles.'),
  note_fields: told('Fields of note types, in order.'),
  card_templates: told('Templates that make cards from notes.'),
  notes: told(
    'Notes; fields: their texts, in the order of the note type. Those in the trash have deletedAt.',
  ),
  tags: told('Tags.'),
  note_tags: told('Which note has which tag.'),
  cards: told('Cards; ordinal: which card of its note.'),
  objective_cards: told('Cards that were given to an objective by hand.'),
  blobs: told('Files of pictures and sounds by the hash of their content; the files are not in this export.'),
  media: told('Names of pictures and sounds.'),
  exams: told('Exams with their day.'),
  exam_objectives: told('What an exam asks for.'),
  study_sessions: told('Study sessions.'),
  session_pauses: told('When sessions were paused and resumed.'),
  reviews: told(
    'Every answer. rating: 1 again, 2 hard, 3 good, 4 easy. phase: 0 new, 1 learning, 2 review, 3 relearning, 4 filtered. intervalSeconds: what the answer gave.',
  ),
  card_baselines: told('Memory states that an import brought along.'),
  schedule_changes: told('Due dates that were moved by hand or in bulk.'),
  log_undos: told('Which rows of the logs were undone: they are told as well, and count for nothing.'),
  scheduler_parameters: told('Fits of memory parameters, and what they gained on later answers.'),
  assessments: told('Practice tests.'),
  assessment_answers: told('Answers in practice tests.'),
  card_states: told('The memory state of each card: computed from the answers.'),
  daily_rollups: told('Answers by study day: computed from the answers.'),
  hourly_rollups: told('Answers by study day and hour: computed from the answers.'),
  session_metrics: told('Answers by session: computed from the answers.'),
  behavioral_events: told(
    'What happened around studying, those that were archived included; data: as type says.',
  ),
  cognitive_load_metrics: told('Load in sessions, 0 to 1.'),
  learning_profiles: told(
    'What the twin has learnt of the owner; estimate: one JSON object for each component.',
  ),
  behavioral_patterns: told('Patterns that were found at least once.'),
  pattern_assessments: told('What each look at a pattern said.'),
  struggle_predictions: told('Predictions of difficulty, with what they were computed from.'),
  struggle_outcomes: told('What became of predictions.'),
  struggle_indicators: told('What went worse than usual in a session.'),
  prediction_feedback: told('The owner’s verdicts on predictions.'),
  burnout_risk_assessments: told('Assessments of overload.'),
  stress_response_patterns: told('What tends to follow hard stretches.'),
  model_artifacts: told('Models; snapshot: base64 of the model file.'),
  erasures: told('What was erased for good, and until when.'),

  event_archives: left('its events are told in behavioral_events'),
  note_search: left('an index over notes'),
  undo_log: left('steps of undo, which only this store can take'),
  jobs: left('work of this program on this machine'),
  backups: left('files of this machine'),
  backup_plan: left('names a folder of this machine'),
  migrations: left('about the file'),
  store_meta: left('about the file'),
  erase_gate: left('about the file'),
  stale_derivations: left('work of this program that is not done yet'),
  derivation_bases: left('work of this program that is not done yet'),
  sync_state: left('what this device knows of the owner’s others'),
  sync_ops: left('what this device knows of the owner’s others'),
  sync_known: left('what this device knows of the owner’s others'),
  sync_frontiers: left('what this device knows of the owner’s others'),
  sync_rows: left('what this device knows of the owner’s others'),
  sync_cells: left('what this device knows of the owner’s others'),
  sync_shadows: left('what this device knows of the owner’s others'),
  sync_blobs: left('what this device knows of the owner’s others'),
  sync_absent: left('what this device knows of the owner’s others'),
  sync_aliases: left('what this device knows of the owner’s others'),
  sync_joining: left('what this device knows of the owner’s others'),
  pending_ops: left('what this device knows of the owner’s others'),
  quarantine: left('what this device knows of the owner’s others'),
  delete_counts: left('what this device knows of the owner’s others'),
  eff_clamps: left('what this device knows of the owner’s others'),
  table_digests: left('what this device knows of the owner’s others'),
  conflict_log: left('what lost against another device, for 30 days'),
};

export const toldTables: readonly { name: string; words: string }[] = Object.entries(telling).flatMap(
  ([name, way]) => ('words' in way ? [{ name, words: way.words }] : []),
);
