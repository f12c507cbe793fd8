import { plainText } from '../../library/render/plain-text.ts';
import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { ImportPreview } from '../contract.ts';
import { noteDiffers, noteIsNewer } from './update-notes.ts';

type Kind = ImportPreview['log'][number]['kind'];

const maxNotes = 200;
const maxLength = 80;

/** What the store knows of each staged note; null where it has none of it. */
const stagedNotes = statement<Record<string, never>, { fields: string; type: Uint8Array; kind: Kind | null }>(
  'preview.notes',
  `SELECT s.fields, st.uid AS type, CASE WHEN n.id IS NULL THEN NULL
       WHEN st.uid <> (SELECT uid FROM note_types WHERE id = n.note_type_id) THEN 'other_type'
       WHEN NOT ${noteDiffers} THEN 'unchanged'
       WHEN ${noteIsNewer} THEN 'newer' ELSE 'older' END AS kind
   FROM staged.notes s JOIN staged.note_types st ON st.sid = s.note_type
     LEFT JOIN notes n ON n.uid = s.uid AND n.deleted_at IS NULL
   WHERE s.ghost = 0 ORDER BY s.sid`,
);
const firstFields = statement<Record<string, never>, { type: Uint8Array; first: string | null }>(
  'preview.firstFields',
  `SELECT t.uid AS type, n.fields ->> 0 AS first FROM notes n JOIN note_types t ON t.id = n.note_type_id
   WHERE n.deleted_at IS NULL AND t.uid IN (SELECT uid FROM staged.note_types)`,
);

/** A first field as a duplicate is told by: its words, whatever their markup. */
const identity = (type: Uint8Array, first: string): string =>
  `${Buffer.from(type).toString('base64')} ${plainText(first, 1000).toLowerCase()}`;

/** What a merge would do to each note of the package, with the beginnings of the first of each kind. */
export const noteLog = (reader: StoreReader): ImportPreview['log'] => {
  const log = new Map<Kind, { count: number; notes: string[] }>();
  const add = (kind: Kind, first: string): void => {
    const entry = log.get(kind) ?? { count: 0, notes: [] };
    entry.count += 1;
    if (entry.notes.length < maxNotes) entry.notes.push(plainText(first, maxLength));
    log.set(kind, entry);
  };
  // Read before the notes are gone through: one statement at a time on a connection.
  const here = new Set<string>();
  for (const row of reader.iterate(firstFields, {})) {
    if (row.first !== null && row.first !== '') here.add(identity(row.type, row.first));
  }
  for (const row of reader.iterate(stagedNotes, {})) {
    const [first = ''] = JSON.parse(row.fields) as string[]; // staged by this program
    const kind = row.kind ?? (here.has(identity(row.type, first)) ? 'same_first_field' : 'added');
    add(kind, first);
  }
  return [...log].map(([kind, entry]) => ({ kind, ...entry }));
};
