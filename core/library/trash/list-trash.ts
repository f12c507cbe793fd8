import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { uidToHex } from '../../store/uid.ts';
import { plainText } from '../render/plain-text.ts';
import type { trashContract, TrashKind } from './contract.ts';
import { maxItems, trashDays, trashSources, type ItemRow } from './trash-rows.ts';

type Output = OutputOf<typeof trashContract, 'trash.list'>;

const keptMs = trashDays * 86_400_000;
const titleLength = 120;

/** The first field that says something. */
const textOfFields = (fields: string): string => {
  const texts = (JSON.parse(fields) as string[]).map((field) => plainText(field, 2000).trim());
  return (texts.find((text) => text !== '') ?? '').slice(0, titleLength);
};

const toItem = (kind: TrashKind, row: ItemRow): Output['items'][number] => ({
  kind,
  uid: uidToHex(row.uid),
  title: kind === 'note' || kind === 'card' ? textOfFields(row.title) : row.title,
  place: row.place,
  deletedAt: row.stamp,
  erasedAt: row.stamp + keptMs,
  notes: row.notes,
  cards: row.cards,
});

/** What was put away in the last 30 days, newest first. For a worker: a large course in the trash is read whole. */
export const listTrash = (reader: StoreReader, now: number): Output => {
  const after = now - keptMs;
  const items = trashSources.flatMap(({ kind, rows }) =>
    reader.all(rows, { after, limit: maxItems }).map((row) => toItem(kind, row)),
  );
  const total = trashSources.reduce((sum, { count }) => sum + (reader.get(count, { after })?.n ?? 0), 0);
  return { items: items.toSorted((a, b) => b.deletedAt - a.deletedAt).slice(0, maxItems), total };
};
