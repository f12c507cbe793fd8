import type { AnkiDeck } from './anki-package.ts';
import { isRecord } from './bounded-json.ts';
import { boundedName, readConfigJson } from './config-json.ts';
import { blobValue, boundedColumn, idValue, textValue } from './foreign-values.ts';
import { FIRST_TABLE_SCHEMA, type ForeignCollection } from './open-collection.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { bytesOf, numberOf, protobufFields, textOf } from './protobuf-fields.ts';

/** All decks by id, used or not.
 * @throws PackageRefusedError `bad_field` or `too_large` */
export function readDecks(collection: ForeignCollection, limits: PackageLimits): AnkiDeck[] {
  const decks =
    collection.schema < FIRST_TABLE_SCHEMA
      ? readJsonDecks(collection, limits)
      : readTableDecks(collection, limits);
  return decks.sort((a, b) => a.id - b.id);
}

function readJsonDecks({ db }: ForeignCollection, limits: PackageLimits): AnkiDeck[] {
  const entries = Object.entries(readConfigJson(db, 'decks', limits));
  checkDeckCount(entries.length, limits);
  return entries.map(([key, deck]) => {
    if (!isRecord(deck)) throw new PackageRefusedError('bad_field', { table: 'col', column: 'decks' });
    const filtered = deck['dyn'] === 1 || deck['dyn'] === true;
    return {
      id: idValue(Number(key), 'col', 'decks'),
      path: deckPath(boundedName(textValue(deck['name'], 'col', 'decks'), 'decks', limits), '::'),
      filtered,
      description: typeof deck['desc'] === 'string' ? deck['desc'] : '',
      // A filtered deck has terms of its own instead.
      presetId: filtered || !Number.isSafeInteger(deck['conf']) ? 0 : Number(deck['conf']),
    };
  });
}

function readTableDecks({ db }: ForeignCollection, limits: PackageLimits): AnkiDeck[] {
  const name = boundedColumn('name', limits.maxNameBytes);
  const kind = boundedColumn('kind', limits.maxConfigBytes);
  const decks: AnkiDeck[] = [];
  for (const row of db.prepare(`SELECT id, ${name}, ${kind} FROM decks NOT INDEXED`).raw(true).iterate()) {
    const [id, fullName, container] = row as [unknown, unknown, unknown];
    decks.push({
      id: idValue(id, 'decks', 'id'),
      path: deckPath(textValue(fullName, 'decks', 'name'), '\u001f'),
      ...parseKind(blobValue(container, 'decks', 'kind')),
    });
    checkDeckCount(decks.length, limits);
  }
  return decks;
}

/** The `kind` column: field 1 a normal deck (its field 1 its options, 4 the description) or field 2 a filtered one. */
function parseKind(container: Uint8Array): Pick<AnkiDeck, 'filtered' | 'description' | 'presetId'> {
  let filtered = false;
  let description = '';
  let presetId = 0;
  try {
    for (const field of protobufFields(container)) {
      if (field.number === 2) filtered = true;
      if (field.number !== 1) continue;
      for (const inner of protobufFields(bytesOf(field))) {
        if (inner.number === 4) description = textOf(inner);
        else if (inner.number === 1) presetId = numberOf(inner);
      }
    }
  } catch (error) {
    throw new PackageRefusedError('bad_field', { table: 'decks', column: 'kind' }, { cause: error });
  }
  return { filtered, description, presetId };
}

/** Names an empty level "blank", as Anki does. */
function deckPath(fullName: string, separator: string): string[] {
  return fullName
    .normalize('NFC')
    .split(separator)
    .map((name) => (name.trim() === '' ? 'blank' : name.trim()));
}

function checkDeckCount(count: number, limits: PackageLimits): void {
  if (count > limits.maxDecks)
    throw new PackageRefusedError('too_large', { what: 'decks', limit: limits.maxDecks });
}
