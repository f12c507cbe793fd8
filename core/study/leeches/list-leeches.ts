import type { OutputOf, ParsedInputOf } from '../../rpc/contract.ts';
import { cardSourceById } from '../../library/card-source.ts';
import { plainText } from '../../library/render/plain-text.ts';
import { renderCard } from '../../library/render/render-card.ts';
import { resolveScope } from '../../library/scope.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import type { leechesContract } from './contract.ts';

type Input = ParsedInputOf<typeof leechesContract, 'leeches.list'>;
type Output = OutputOf<typeof leechesContract, 'leeches.list'>;

type Asked = { threshold: number; lectures: string | null };
type Row = { card: number; lapses: number; reps: number; suspended: number };

/** The tag that Anki puts on a leech, and that our own rule puts there too. */
const leechTag = 'leech';

const from = `FROM card_states s JOIN cards c ON c.id = s.card_id
   WHERE c.deleted_at IS NULL AND s.lapses > 0
     AND (s.lapses >= @threshold OR c.note_id IN (
       SELECT nt.note_id FROM tags t JOIN note_tags nt ON nt.tag_id = t.id WHERE t.name = '${leechTag}'))
     AND (@lectures IS NULL OR s.lecture_id IN (SELECT value FROM json_each(@lectures)))`;
const counted = statement<Asked, { n: number }>('leeches.count', `SELECT count(*) AS n ${from}`);
const listed = statement<Asked & { limit: number }, Row>(
  'leeches.list',
  `SELECT s.card_id AS card, s.lapses, s.reps, c.suspended ${from} ORDER BY s.lapses DESC, s.card_id LIMIT @limit`,
);

/** Cards forgotten as often as the leech rule of the settings says, or tagged so; the most often first. */
export const listLeeches = (reader: StoreReader, { scope, limit }: Input): Output => {
  const threshold = readSettings(reader)['study.leechThreshold'];
  const { lectures } = resolveScope(reader, scope);
  const asked = {
    // 0 turns the rule off: then only the tag says it.
    threshold: threshold === 0 ? Number.MAX_SAFE_INTEGER : threshold,
    lectures: lectures === null ? null : JSON.stringify(lectures),
  };
  return {
    threshold,
    total: reader.get(counted, asked)?.n ?? 0,
    rows: reader.all(listed, { ...asked, limit }).map((row) => {
      const source = cardSourceById(reader, row.card);
      return {
        card: uidToHex(source.uid),
        note: uidToHex(source.note_uid),
        question: plainText(renderCard(source.input).questionHtml, 200),
        lecture: source.lecture_path,
        lapses: row.lapses,
        reps: row.reps,
        suspended: row.suspended === 1,
        tagged: source.tags.includes(leechTag),
      };
    }),
  };
};
