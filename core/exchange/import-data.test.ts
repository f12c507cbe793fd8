import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService, stagedEntries } from '#electron/service/testing/open-test-service.ts';
import { readFacts } from '#electron/service/testing/facts.ts';

const dataFolder = process.env['AMERICANO_DATA'];
const file = (name: string): string => join(dataFolder ?? '', 'anki-packages', name);

/** Notes, cards, entries of the log (reviews and schedule changes) and media, as listed with the files. */
const listed = [
  ['genesis-legacy_deck.apkg', 2, 5, 6, 7, 2],
  ['genesis-deck_sheduling_media_new.apkg', 3, 6, 8, 0, 4],
  ['genesis-collection_nomedia_new.colpkg', 3, 6, 8, 88, 0],
  ['anki-media.apkg', 1, 1, 1, 0, 1],
  ['ankipandas-few_basic.anki2', 1, 7, 12, 6, 0],
] as const;

describe.skipIf(dataFolder === undefined)(
  `real packages in the library${dataFolder === undefined ? ': not run (no data folder)' : ''}`,
  () => {
    it('come in one after another, each with exactly what is listed', async () => {
      const open = await openTestService();
      let logged = 0;
      for (const [name, version, notes, cards, log, media] of listed) {
        const preview = await open.stage(file(name));
        expect({ name, ...preview }).toMatchObject({
          name,
          packageVersion: version,
          counts: { notes, cards, media },
        });
        expect([name, preview.counts.reviews + preview.counts.scheduleChanges]).toEqual([name, log]);
        const report = await open.merge(preview.staging);
        // The deck of version 3 and the collection hold the same notes: nothing of the second is new but its log. Seven
        // entries of it are on cards that the deck of version 2 brought and that were deleted there since.
        const known = name.endsWith('.colpkg');
        const knownLog = known ? 7 : 0;
        expect({ name, ...report }).toMatchObject({
          name,
          notes: { added: known ? 0 : notes, updated: 0, unchanged: known ? notes : 0 },
          cards: { added: known ? 0 : cards, existing: known ? cards : 0 },
          media: { added: media, existing: 0, renamed: 0 },
        });
        expect([name, report.reviews.added + report.scheduleChanges.added]).toEqual([name, log - knownLog]);
        logged += log - knownLog;
      }
      expect(await open.call('store.info', {})).toMatchObject({ notes: 19, cards: 27 });
      const all = { scope: {}, search: '', sort: 'added', descending: false, offset: 0, limit: 200 } as const;
      expect((await open.call('library.cards', all)).total).toBe(27);
      expect(
        open.rows(
          'SELECT (SELECT count(*) FROM live_reviews) + (SELECT count(*) FROM live_schedule_changes) AS n',
        ),
      ).toEqual([{ n: logged }]);
    }, 60_000);

    it('a collection brings the reviews of its deleted cards, and shows no such card', async () => {
      const open = await openTestService();
      const report = await open.import(file('genesis-collection_nomedia_new.colpkg'));
      expect(report).toMatchObject({ notes: { added: 6 }, cards: { added: 8 }, media: { added: 0 } });
      expect(report.reviews.added + report.scheduleChanges.added).toBe(88);
      const [ghosts] = open.rows<{ cards: number; shown: number }>(
        `SELECT count(*) AS cards, sum(c.deleted_at <> c.created_at OR s.queue <> -1) AS shown
         FROM cards c JOIN card_states s ON s.card_id = c.id WHERE c.deleted_at IS NOT NULL`,
      );
      expect(report.warnings).toContainEqual({ code: 'deleted_cards_with_reviews', count: ghosts?.cards });
      expect(ghosts).toMatchObject({ shown: 0 });
      expect(await open.call('store.info', {})).toMatchObject({
        notes: 6,
        cards: 8,
        reviews: report.reviews.added,
      });
    });

    it('update a note by its GUID, and give a note type the template it gained', async () => {
      const open = await openTestService();
      await open.import(file('anki-update1.apkg'));
      expect((await open.import(file('anki-update2.apkg'))).notes).toEqual({
        added: 0,
        updated: 1,
        unchanged: 0,
      });
      expect(open.rows(`SELECT fields FROM notes`)).toEqual([{ fields: '["goodbye","world"]' }]);
      await open.import(file('anki-diffmodels2-1.apkg'));
      expect((await open.import(file('anki-diffmodels2-2.apkg'))).cards).toEqual({ added: 1, existing: 1 });
      const found = {
        scope: {},
        search: 'front',
        sort: 'added',
        descending: false,
        offset: 0,
        limit: 9,
      } as const;
      expect((await open.call('library.cards', found)).rows.map(({ question }) => question)).toEqual([
        'front',
        'back',
      ]);
    }, 60_000);

    it.each([
      ['genesis-broken_deck.apkg', 'empty_file'],
      ['ankidroid-initial_version_2_12_1_corrupt_regular.anki2', 'damaged_collection'],
      ['ankidroid-schema250.anki2', 'too_new'],
    ])('%s is refused: %s', async (name, reason) => {
      const open = await openTestService();
      const before = readFacts(open);
      const { job } = await open.call('exchange.stage', { path: file(name) });
      expect((await open.service.jobs.ended(job)).error).toMatchObject({
        kind: 'package_refused',
        details: { reason },
      });
      expect(readFacts(open)).toEqual(before);
      expect(stagedEntries(open)).toEqual([]);
    });
  },
);
