type Row = Record<string, unknown>;
type Rows = (sql: string, ...params: unknown[]) => Row[];

/** Lectures by their path of titles; cards directly in a course lie in a lecture of its name. */
const paths = `WITH RECURSIVE places (id, path) AS (
  SELECT l.id, json_array(c.title, l.title) FROM lectures l JOIN courses c ON c.id = l.course_id
    WHERE l.parent_id IS NULL AND l.deleted_at IS NULL
  UNION ALL
  SELECT l.id, json_insert(p.path, '$[#]', l.title) FROM lectures l JOIN places p ON l.parent_id = p.id WHERE l.deleted_at IS NULL)`;
/** A card by its note and side. */
const card = `hex(n.uid) || ' ' || c.ordinal AS card`;
const ofCards = `JOIN cards c ON c.id = x.card_id JOIN notes n ON n.id = c.note_id WHERE c.deleted_at IS NULL`;

/** In Anki a name is there once: of two types of one name the second gets a number. */
const typeName = `iif(t.name GLOB '* ([2-9])', substr(t.name, 1, length(t.name) - 4), t.name)`;

const tables: Readonly<Record<string, string>> = {
  noteTypes: `SELECT ${typeName} AS name, t.kind, t.css, t.sort_field,
      (SELECT json_group_array(name) FROM (SELECT name FROM note_fields WHERE note_type_id = t.id ORDER BY ordinal)) AS fields,
      (SELECT json_group_array(json_array(ordinal, name, question_format, answer_format))
        FROM (SELECT * FROM card_templates WHERE note_type_id = t.id ORDER BY ordinal)) AS templates
    FROM note_types t WHERE EXISTS (SELECT 1 FROM notes n WHERE n.note_type_id = t.id AND n.deleted_at IS NULL) ORDER BY 1, t.css, fields`,
  places: `${paths} SELECT DISTINCT p.path FROM places p JOIN cards c ON c.lecture_id = p.id WHERE c.deleted_at IS NULL ORDER BY p.path`,
  notes: `SELECT hex(n.uid) AS uid, ${typeName} AS type, n.fields,
      (SELECT json_group_array(name) FROM (SELECT g.name FROM note_tags nt JOIN tags g ON g.id = nt.tag_id WHERE nt.note_id = n.id ORDER BY g.name)) AS tags
    FROM notes n JOIN note_types t ON t.id = n.note_type_id WHERE n.deleted_at IS NULL ORDER BY uid`,
  cards: `${paths} SELECT ${card}, p.path, c.suspended, c.flag, iif(c.buried_on >= @today, c.buried_on, NULL) AS buried_on,
      iif(s.phase = 0, c.position, NULL) AS position
    FROM cards c JOIN notes n ON n.id = c.note_id JOIN places p ON p.id = c.lecture_id JOIN card_states s ON s.card_id = c.id
    WHERE c.deleted_at IS NULL ORDER BY card`,
  // A new card's first answer is one in learning there; "within the minute" has no number of seconds there.
  reviews: `SELECT ${card}, x.at, x.rating, max(x.phase, 1) AS phase, x.interval_seconds, x.study_day,
      iif(x.last_interval_seconds = 0, -1, x.last_interval_seconds) AS last_interval_seconds, x.duration_ms
    FROM live_reviews x ${ofCards} ORDER BY card, x.at, x.uid`,
  scheduleChanges: `SELECT ${card}, x.at, x.study_day, iif(x.kind IN ('set_due', 'forget'), x.kind, 'reschedule') AS kind,
      iif(x.kind = 'forget', NULL, x.interval_days) AS interval_days FROM live_schedule_changes x ${ofCards} ORDER BY card, x.at, x.uid`,
  states: `SELECT ${card}, x.phase, x.step, x.due_at, x.due_day, x.interval_days, x.reps, x.lapses,
      round(x.stability, 6) AS stability, round(x.difficulty, 6) AS difficulty, x.last_day FROM card_states x ${ofCards} ORDER BY card`,
  media: `SELECT name, hex(sha256) AS sha256 FROM media WHERE deleted_at IS NULL ORDER BY name`,
};

/** What a package says of a library, read by plain SQL: the same in the library it was made of and in the one that it came to. */
export const libraryContent = (rows: Rows, today: number): Record<string, Row[]> =>
  Object.fromEntries(
    Object.entries(tables).map(([name, sql]) => [
      name,
      sql.includes('@today') ? rows(sql, { today }) : rows(sql),
    ]),
  );
