import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService } from '#electron/service/testing/test-service.ts';
import { profileAt } from '../../store/profile.ts';
import {
  basicNoteType,
  clozeNoteType,
  reversedNoteType,
  type PackageDescription,
} from '../anki/testing/package-description.ts';
import { writePackage } from '../anki/testing/write-package.ts';
import { contentAt, exportFrom, importInto } from './testing/carry-collection.ts';
import { readPackage } from './testing/read-package.ts';

const dataFolder = process.env['AMERICANO_DATA'];
const createdAt = Date.UTC(2026, 0, 1, 4) / 1000;
const day = 86_400;

/** Letters of many scripts, composed and not, and what HTML, tags and paths make of them. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'Ä',
      'e\u0301',
      '漢',
      'ש',
      '😀',
      ' ',
      '<b>x</b>',
      '&amp;',
      '"',
      "'",
      '\\',
      ':',
      '%20',
      '{{',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const word = fc
  .array(fc.constantFrom('a', 'b', 'É', '漢', '😀', '-', '_', "'", '(', '%', '.'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `w${parts.join('')}`);
const tag = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('::'));

const answer = fc.record({
  minutes: fc.integer({ min: 0, max: 80_000 }),
  ease: fc.integer({ min: 0, max: 4 }),
  type: fc.integer({ min: 0, max: 3 }),
  interval: fc.oneof(fc.integer({ min: -86_399, max: -1 }), fc.integer({ min: 1, max: 3000 })),
  last: fc.oneof(fc.integer({ min: -86_399, max: -1 }), fc.integer({ min: 1, max: 3000 })),
  factor: fc.constantFrom(0, 1300, 2500),
});
const side = fc.record({
  deck: fc.nat(5),
  type: fc.integer({ min: 0, max: 3 }),
  state: fc.constantFrom(0, 0, 0, -1, -2),
  due: fc.integer({ min: 0, max: 400 }),
  interval: fc.integer({ min: 1, max: 3000 }),
  flags: fc.integer({ min: 0, max: 7 }),
  memory: fc.option(fc.record({ s: fc.integer({ min: 1, max: 900 }), d: fc.integer({ min: 1, max: 10 }) })),
  answers: fc.array(answer, { maxLength: 4 }),
});
const note = fc.record({
  type: fc.nat(2),
  fields: fc.tuple(text, text),
  tags: fc.uniqueArray(tag, { maxLength: 3 }),
  sides: fc.tuple(side, side),
});
const collection = fc.record({
  decks: fc.uniqueArray(fc.array(word, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
    selector: (path) => path.join('::').normalize('NFC').toLowerCase(),
  }),
  notes: fc.array(note, { minLength: 1, maxLength: 5 }),
  media: fc.uniqueArray(word, { maxLength: 3, selector: (name) => name.normalize('NFC') }),
});
type Drawn = typeof collection extends fc.Arbitrary<infer T> ? T : never;

/** The drawn values as Anki would have them. */
const described = ({ decks, notes, media }: Drawn): PackageDescription => {
  const rows = notes.flatMap((drawn, at) => {
    const sides = drawn.type === 0 ? drawn.sides.slice(0, 1) : drawn.sides;
    return sides.map((card, ordinal) => ({
      ...card,
      ordinal,
      noteId: 1000 + at,
      id: 2000 + at * 2 + ordinal,
    }));
  });
  return {
    createdAt,
    decks: [{ id: 1, name: 'Default' }, ...decks.map((path, at) => ({ id: 10 + at, name: path.join('::') }))],
    noteTypes: [basicNoteType(100), reversedNoteType(101), clozeNoteType(102)],
    notes: notes.map(({ type, fields, tags }, at) => ({
      id: 1000 + at,
      guid: `g${at}`,
      noteTypeId: 100 + type,
      tags,
      fields: [
        `${type === 2 ? '{{c1::a}} {{c2::b}} ' : ''}${fields[0]} <img src="${encodeURIComponent(media[0] ?? 'none')}">`,
        fields[1],
      ],
    })),
    cards: rows.map(({ id, noteId, ordinal, deck, type, state, due, interval, flags, memory }) => ({
      id,
      noteId,
      deckId: 10 + (deck % decks.length),
      ordinal,
      type,
      queue: state === 0 ? type : state,
      due: type === 1 || type === 3 ? createdAt + due * day : due,
      intervalDays: type === 2 || type === 3 ? interval : 0,
      factor: type === 0 ? 0 : 2300,
      reps: type === 0 ? 0 : 3,
      lapses: type === 3 ? 1 : 0,
      left: type === 1 ? 2002 : 1001,
      flags,
      // Buried today; else of some time ago.
      modifiedAt: state === -2 ? Date.UTC(2026, 2, 2, 8) / 1000 : createdAt + 100,
      data: memory === null ? '{}' : JSON.stringify(memory),
    })),
    reviews: rows
      .flatMap(({ id, answers }) => answers.map((given) => ({ ...given, cardId: id })))
      .toSorted((a, b) => a.minutes - b.minutes)
      .map(({ cardId, minutes, ease, type, interval, last, factor }, at) => ({
        id: (createdAt + minutes * 60) * 1000 + at,
        cardId,
        ease,
        type: ease === 0 ? 4 : type,
        interval: ease === 0 ? Math.max(0, interval) : interval,
        lastInterval: last,
        factor: ease === 0 ? (interval > 0 ? 2500 : 0) : factor,
        durationMs: 1000 + at,
      })),
    media: media.map((name) => ({ name, bytes: Buffer.from(`bytes of ${name}`) })),
  };
};

let folder = '';
let empty = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'americano-trips-'));
  const service = await startTestService(join(folder, 'empty'));
  await service.close();
  empty = profileAt(join(folder, 'empty')).store;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Imports a package, exports what came of it, imports that, and says what both libraries hold. */
const carried = async (path: string, layout: 'legacy' | 'new') => {
  const trip = mkdtempSync(join(folder, 'trip-'));
  try {
    const [here, there, file] = [join(trip, 'here'), join(trip, 'there'), join(trip, 'out.colpkg')];
    await importInto(here, empty, path);
    await exportFrom(here, file, { layout });
    const read = readPackage(file);
    await importInto(there, empty, file);
    return { here: contentAt(here), there: contentAt(there), read };
  } finally {
    rmSync(trip, { recursive: true, force: true });
  }
};

describe('round trips', () => {
  it('200 random collections are the same after an export and an import', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        collection,
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        fc.constantFrom('legacy' as const, 'new' as const),
        async (drawn, version, layout) => {
          run += 1;
          const path = join(folder, `drawn-${run}.apkg`);
          await writePackage(path, version, described(drawn));
          const { here, there, read } = await carried(path, layout);
          rmSync(path);
          expect(there).toEqual(here);
          expect(read.cards).toHaveLength(here['cards']?.length ?? -1);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  }, 600_000);

  it
    .skipIf(dataFolder === undefined)
    .each([
      'genesis-legacy_deck.apkg',
      'genesis-deck_sheduling_media_new.apkg',
      'genesis-collection_nomedia_new.colpkg',
      'anki-media.apkg',
      'anki-update1.apkg',
      'anki-diffmodels2-2.apkg',
      'ankipandas-few_basic.anki2',
    ])(
    '%s is the same after an export and an import, in both layouts',
    async (name) => {
      for (const layout of ['legacy', 'new'] as const) {
        const { here, there } = await carried(join(dataFolder ?? '', 'anki-packages', name), layout);
        expect(there).toEqual(here);
      }
    },
    120_000,
  );
});
