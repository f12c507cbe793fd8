import type { OutputOf, ParsedInputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import { plainText } from '../render/plain-text.ts';
import type { notesContract } from './contract.ts';
import { noteTypeByUid } from './note-types.ts';

type Input = ParsedInputOf<typeof notesContract, 'notes.duplicates'>;
type Output = OutputOf<typeof notesContract, 'notes.duplicates'>;

/** Notes that hold the same words in the same order, in whatever field; read until enough are looked at. */
const candidates = statement<
  { match: string; type: number; limit: number },
  { id: number; uid: Uint8Array; first: string | null; card: Uint8Array | null }
>(
  'notes.duplicateCandidates',
  `SELECT n.id, n.uid, json_extract(n.fields, '$[0]') AS first,
     (SELECT c.uid FROM cards c WHERE c.note_id = n.id AND c.deleted_at IS NULL ORDER BY c.ordinal LIMIT 1) AS card
   FROM (SELECT rowid FROM note_search WHERE note_search MATCH @match LIMIT @limit) f JOIN notes n ON n.id = f.rowid
   WHERE n.note_type_id = @type AND n.deleted_at IS NULL`,
);

const lookedAt = 200;
const shown = 5;
const longest = 2000;

const comparable = (html: string): string => plainText(html, longest).normalize('NFC').toLowerCase();

/** Words in a row, for the index; undefined where there is none to look for. */
export const phraseOf = (text: string): string | undefined => {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.length === 0 ? undefined : `"${words.slice(0, 32).join(' ')}"`;
};

/** Other notes of a type whose first field reads the same, markup and case aside. */
export const duplicates = (reader: StoreReader, { noteType, field, except }: Input): Output => {
  const type = noteTypeByUid(reader, noteType);
  const wanted = comparable(field);
  const match = phraseOf(wanted);
  if (type.id === null || match === undefined) return { notes: [] };
  const own = except === undefined ? undefined : uidToHex(uidFromHex(except));
  return {
    notes: reader
      .all(candidates, { match, type: type.id, limit: lookedAt })
      .filter((row) => uidToHex(row.uid) !== own && comparable(row.first ?? '') === wanted)
      .slice(0, shown)
      .map((row) => ({
        note: uidToHex(row.uid),
        card: row.card === null ? null : uidToHex(row.card),
        text: plainText(row.first ?? '', 120),
      })),
  };
};
