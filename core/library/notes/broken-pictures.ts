import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { decodeEntities } from '../render/decode-entities.ts';
import { localMediaName } from '../render/local-media-name.ts';
import { tokenizeHtml, type HtmlToken } from '../render/tokenize-html.ts';
import type { notesContract } from './contract.ts';

type Broken = OutputOf<typeof notesContract, 'notes.preview'>['broken'][number];

const isThere = statement<{ name: string }, { found: number }>(
  'notes.isMediaThere',
  'SELECT EXISTS (SELECT 1 FROM media WHERE name = @name AND deleted_at IS NULL) AS found',
);

const maxBroken = 5;
const maxText = 120;

const brokenIn = (reader: StoreReader, token: HtmlToken): Omit<Broken, 'field'> | undefined => {
  if (token.kind === 'unclosed') return { reason: 'unclosed', text: token.text };
  if (token.kind !== 'open' || token.name !== 'img') return undefined;
  const source = token.attributes.find(({ name }) => name === 'src')?.value ?? '';
  const text = decodeEntities(source).trim();
  if (text === '') return { reason: 'no_source', text: '' };
  if (/^data:image\//i.test(text)) return undefined;
  const name = localMediaName(text);
  if (name === undefined) return { reason: 'elsewhere', text };
  return reader.get(isThere, { name })?.found === 1 ? undefined : { reason: 'missing', text: name };
};

/** Pictures of some fields that no card will show, and tags without an end, which take with them what follows. */
export const brokenPictures = (reader: StoreReader, fields: readonly string[]): Broken[] => {
  const broken: Broken[] = [];
  for (const [field, html] of fields.entries()) {
    if (!html.includes('<')) continue;
    for (const token of tokenizeHtml(html)) {
      const found = brokenIn(reader, token);
      if (found === undefined) continue;
      broken.push({ field, reason: found.reason, text: found.text.slice(0, maxText) });
      if (broken.length === maxBroken) return broken;
    }
  }
  return broken;
};
