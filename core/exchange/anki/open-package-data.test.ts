import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnkiPackage } from './anki-package.ts';
import { openPackage } from './open-package.ts';

const dataFolder = process.env['AMERICANO_DATA'];
const packages = join(dataFolder ?? '', 'anki-packages');

/** Version, notes, cards, reviews, media: as the publishers of the files and Anki itself list them. */
const READABLE: readonly (readonly [string, number, number, number, number, number])[] = [
  ['genesis-legacy_deck.apkg', 2, 5, 6, 7, 2],
  ['genesis-deck_sheduling_media_new.apkg', 3, 6, 8, 0, 4],
  ['genesis-collection_nomedia_new.colpkg', 3, 6, 8, 88, 0],
  ['anki-media.apkg', 1, 1, 1, 0, 1],
  ['anki-update1.apkg', 1, 1, 1, 0, 0],
  ['anki-update2.apkg', 1, 1, 1, 0, 0],
  ['anki-diffmodels2-1.apkg', 1, 1, 1, 0, 0],
  ['anki-diffmodels2-2.apkg', 1, 1, 2, 0, 0],
  ['ankipandas-few_basic.anki2', 1, 7, 12, 6, 0],
];

const REFUSED = [
  ['genesis-broken_deck.apkg', 'empty_file'],
  ['ankidroid-initial_version_2_12_1_corrupt_regular.anki2', 'damaged_collection'],
  ['ankidroid-schema250.anki2', 'too_new'],
] as const;

describe.skipIf(dataFolder === undefined)(
  `real packages${dataFolder === undefined ? ': not run (no data folder)' : ''}`,
  () => {
    let folder: string;
    let workDir: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'real-packages-'));
      workDir = await mkdtemp(join(folder, 'work-'));
    });

    afterAll(() => rm(folder, { recursive: true }));

    async function withPackage<T>(name: string, read: (opened: AnkiPackage) => T | Promise<T>): Promise<T> {
      const opened = await openPackage(join(packages, name), { workDir });
      try {
        return await read(opened);
      } finally {
        await opened.close();
        expect(readdirSync(workDir)).toEqual([]);
      }
    }

    it.each(READABLE)(
      '%s: version %i with %i notes, %i cards, %i reviews, %i media',
      (name, version, notes, cards, reviews, media) =>
        withPackage(name, (opened) => {
          expect(opened.version).toBe(version);
          expect(opened.counts).toEqual({ notes, cards, reviews, media });
          const deckIds = new Set(opened.decks.map(({ id }) => id));
          const noteTypes = new Map(opened.noteTypes.map((noteType) => [noteType.id, noteType]));
          const readNotes = [...opened.notes()];
          const readCards = [...opened.cards()];
          const noteIds = new Set(readNotes.map(({ id }) => id));
          expect([readNotes.length, readCards.length, [...opened.reviews()].length]).toEqual([
            notes,
            cards,
            reviews,
          ]);
          for (const note of readNotes)
            expect(note.fields).toHaveLength(noteTypes.get(note.noteTypeId)?.fields.length ?? -1);
          for (const card of readCards)
            expect([noteIds.has(card.noteId), deckIds.has(card.deckId)]).toEqual([true, true]);
        }),
    );

    it('extracts every media file, each as its package describes it', async () => {
      for (const [name, , , , , count] of READABLE) {
        await withPackage(name, async (opened) => {
          expect(opened.media).toHaveLength(count);
          for (const [index, entry] of opened.media.entries()) {
            const target = join(folder, `${name}-${index}`);
            const { sha256, size } = await opened.extractMedia(entry, target);
            const content = readFileSync(target);
            expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
              size,
              sha256,
            ]);
            if (entry.sha1 !== undefined)
              expect(createHash('sha1').update(content).digest('hex')).toBe(entry.sha1);
          }
        });
      }
    });

    it('reads note types and decks of schema 18', () =>
      withPackage('genesis-collection_nomedia_new.colpkg', ({ schema, decks, noteTypes }) => {
        expect(schema).toBe(18);
        expect(decks.map(({ path, filtered }) => [path, filtered])).toContainEqual([
          ['Custom Study Session'],
          true,
        ]);
        const cloze = noteTypes.find(({ kind }) => kind === 'cloze');
        expect(cloze?.fields.map(({ name }) => name)).toEqual(['Text', 'Back Extra']);
        expect(cloze?.templates[0]?.questionFormat).toBe('{{cloze:Text}}');
        expect(cloze?.css).toContain('.cloze');
      }));

    it.each(REFUSED)('%s is refused: %s', async (name, reason) => {
      const before = readdirSync(packages);
      await expect(openPackage(join(packages, name), { workDir })).rejects.toMatchObject({ reason });
      expect(readdirSync(workDir)).toEqual([]);
      expect(readdirSync(packages)).toEqual(before);
    });
  },
);
