import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { stampOf } from '#core/store/backups/backup-files.ts';
import { migrate, readSchemaVersion } from '#core/store/migrate.ts';
import { migrations, schemaVersion } from '#core/store/migrations/index.ts';
import { applyWriterPragmas } from '#core/store/pragmas.ts';
import { profileAt } from '#core/store/profile.ts';
import { rpcErrorOf } from '#core/store/testing/rpc-error-of.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { testClock } from '#core/store/testing/test-clock.ts';
import { derivedUid, uidSource, uidToHex } from '#core/store/uid.ts';
import { sentences } from '../browser-host/rollback.ts';
import { rollbackProfile } from './rollback-store.ts';
import { openTestService, type OpenService } from './testing/open-test-service.ts';

/** The version that people go back to: only its migrations have run. */
const oldVersion = 5;
const clock = testClock();
const uid = (name: string): Uint8Array => derivedUid('test', name);

/** A profile as the older program left it: a course of twelve new cards, one answer taken back, and what could be undone. */
const oldProfile = (): string => {
  const folder = temporaryFolder();
  const db = new Database(profileAt(folder).store);
  applyWriterPragmas(db);
  migrate(db, clock, uidSource(clock), migrations.slice(0, oldVersion));
  const now = clock.now() - 86_400_000;
  db.exec(`INSERT INTO courses (id, uid, title, position, created_at, updated_at) VALUES (7, x'${uidToHex(uid('c'))}', 'Anatomy', 1, ${now}, ${now});
    INSERT INTO lectures (id, uid, course_id, title, position, created_at, updated_at) VALUES (8, x'${uidToHex(uid('l'))}', 7, 'Hand', 1, ${now}, ${now});
    INSERT INTO note_types (id, uid, name, kind, css, created_at, updated_at) VALUES (9, x'${uidToHex(uid('t'))}', 'B', 'standard', '', ${now}, ${now});
    INSERT INTO note_fields (uid, note_type_id, ordinal, name, created_at, updated_at) VALUES (x'${uidToHex(uid('f'))}', 9, 0, 'Front', ${now}, ${now});
    INSERT INTO card_templates (uid, note_type_id, ordinal, name, question_format, answer_format, created_at, updated_at)
      VALUES (x'${uidToHex(uid('m'))}', 9, 0, 'Card', '{{Front}}', 'x', ${now}, ${now})`);
  for (let n = 0; n < 12; n += 1) {
    db.exec(`INSERT INTO notes (id, uid, note_type_id, fields, created_at, updated_at) VALUES (${100 + n}, x'${uidToHex(uid(`n${n}`))}', 9, '["q ${n}"]', ${now}, ${now});
      INSERT INTO cards (id, uid, note_id, ordinal, lecture_id, position, created_at, updated_at)
        VALUES (${200 + n}, x'${uidToHex(uid(`k${n}`))}', ${100 + n}, 0, 8, ${n}, ${now}, ${now});
      INSERT INTO stale_derivations VALUES ('card_states', ${200 + n})`);
  }
  db.exec(`INSERT INTO reviews (card_id, at, uid, utc_offset_min, study_day, rating, phase, interval_seconds, last_interval_seconds, duration_ms)
      VALUES (200, ${now}, x'${uidToHex(uid('r'))}', 0, ${Math.floor(now / 86_400_000)}, 3, 0, 600, 0, 4000);
    INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at) VALUES (x'${uidToHex(uid('r'))}', 'reviews', 1, ${now}, ${now});
    INSERT INTO undo_log (at, command, subject, steps) VALUES (${now}, 'library.rename', 'Anatomy', x'005b5d')`);
  db.close();
  return folder;
};

const answer = async (service: OpenService, answers: number, skip?: string): Promise<void> => {
  let { session, step } = await service.call('study.start', { scope: {} });
  for (let n = 0; n < answers && step.kind === 'card'; n += 1) {
    service.clock.advance(5000);
    const request = uidToHex(service.service.store.ids.uid());
    const given = { request, session: session.uid, card: step.rendered.card, rating: 3, durationMs: 4000 };
    if (step.rendered.card === skip) throw new Error('not this one');
    ({ step } = await service.call('study.answer', given));
  }
};

const look = <T>(folder: string, sql: string): T[] => {
  const db = new Database(profileAt(folder).store, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};
const reviews = (folder: string) =>
  look<object>(
    folder,
    'SELECT card_id, at, hex(uid) AS uid, rating, phase, interval_seconds, study_day FROM live_reviews ORDER BY at',
  );

describe('going back a version', () => {
  it('takes the answers given since with it, what was taken back stays taken back, and the newer store is kept', async () => {
    const folder = oldProfile();
    const service = await openTestService({ folder });
    await service.service.store.settle();
    await answer(service, 6);
    await service.call('store.undo', {});
    await service.close();
    const answered = reviews(folder);
    const days = look(folder, 'SELECT * FROM daily_rollups');
    expect(answered).toHaveLength(5);
    expect(look<{ v: number }>(folder, 'SELECT user_version AS v FROM pragma_user_version')).toEqual([
      { v: schemaVersion },
    ]);

    const done = await rollbackProfile(folder, clock);
    expect(done).toMatchObject({ fromVersion: schemaVersion, toVersion: oldVersion, left: 0, isOurs: false });
    // What had been taken back before already is no news.
    expect(done.replayed).toMatchObject({ reviews: 6, study_sessions: 1, log_undos: 1 });
    // Undo of the older store's time would pass over the answers that came after it.
    expect(look(folder, 'SELECT command FROM undo_log')).toEqual([]);
    expect(reviews(folder)).toEqual(answered);
    expect(look(folder, 'SELECT * FROM daily_rollups')).toEqual(days);
    expect(look(folder, 'PRAGMA foreign_key_check')).toEqual([]);
    expect(look(folder, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(readdirSync(profileAt(folder).backups)).toContain(done.kept);

    // The next version takes the same store up again, and nothing is missing.
    const again = await openTestService({ folder });
    await again.service.store.settle();
    await again.close();
    expect(reviews(folder)).toEqual(answered);
  });

  it('counts hours and sessions anew too, where the older store has them', async () => {
    const service = await openTestService({ folder: oldProfile() });
    const { folder } = service;
    await service.service.store.settle();
    await answer(service, 3);
    await service.close();
    const profile = profileAt(folder);
    copyFileSync(
      profile.store,
      join(profile.backups, `before-v${schemaVersion}-to-next-${stampOf(service.clock.now() + 1000)}.sqlite`),
    );
    const again = await openTestService({ folder });
    again.clock.advance(2 * 3_600_000);
    await answer(again, 4);
    await again.close();
    const counted = (): unknown[] => [
      look(folder, 'SELECT * FROM daily_rollups'),
      look(folder, 'SELECT * FROM hourly_rollups'),
      look(
        folder,
        `SELECT hex(s.uid), m.answers, m.recalled, m.review_answers, m.review_recalled, m.ms
         FROM session_metrics m JOIN study_sessions s ON s.id = m.session_id ORDER BY s.uid`,
      ),
    ];
    const kept = counted();
    // A version to come has changed it.
    const db = new Database(profile.store);
    db.pragma(`user_version = ${schemaVersion + 1}`);
    db.close();
    const done = await rollbackProfile(folder, clock);
    expect(done).toMatchObject({ toVersion: schemaVersion, left: 0, isOurs: true });
    expect(done.replayed).toMatchObject({ reviews: 4 });
    expect(counted()).toEqual(kept);
  });

  it('lists what could not come along: answers on cards that the older store does not have', async () => {
    const folder = oldProfile();
    const service = await openTestService({ folder });
    await service.service.store.settle();
    await answer(service, 2);
    const { types } = await service.call('notes.types', {});
    const type = types.find(({ name }) => name === 'B');
    const { courses } = await service.call('library.tree', {});
    const lecture = courses[0]?.lectures[0]?.uid ?? '';
    await service.call('notes.add', { noteType: type?.uid ?? '', lecture, fields: ['new here'], tags: [] });
    await service.call('settings.change', { values: { 'study.newPerDay': 9999 } });
    await answer(service, 11);
    const { cards } = await service.call('library.select', { scope: {}, search: '', limit: 1 });
    const { note, fields } = await service.call('notes.read', { card: cards[0] ?? '' });
    await service.call('notes.edit', { note, fields: [`${fields[0]} edited`], tags: [] });
    await service.call('presets.create', { name: 'Strict', values: { newPerDay: 7 } });
    await service.close();

    const done = await rollbackProfile(folder, clock);
    expect(done.left).toBeGreaterThan(0);
    const report = JSON.parse(readFileSync(done.report, 'utf8')) as {
      left: { table: string; reason: string }[];
      lost: unknown;
    };
    expect(report.left.length).toBe(done.left);
    expect(new Set(report.left.map(({ table, reason }) => `${table}: ${reason}`))).toEqual(
      new Set(['reviews: cards not in the backup']),
    );
    expect((done.replayed['reviews'] ?? 0) + done.left).toBe(13);
    // What was entered since is counted too: nothing goes without a word.
    expect(done.lost).toEqual({
      notes: { added: 1, changed: 1 },
      cards: { added: 1, changed: 0 },
      course_presets: { added: 1, changed: 0 },
      settings: { added: 0, changed: 1 },
    });
    expect(report.lost).toEqual(done.lost);
    expect(sentences(done)).toEqual([
      `The store went back from version ${schemaVersion} to version ${oldVersion}.`,
      `Taken over of what happened since: 1 session, ${done.replayed['reviews']} answers.`,
      `${done.left} entries could not be taken over; they are listed in ${done.report}.`,
      'Not taken over of what was entered since: 1 note added, 1 note changed or removed, 1 card added, 1 preset added, 1 setting changed or removed.',
      `The newer store is kept as ${done.kept} in the folder "backups".`,
      'This program would bring the store up to date again: now start the older version of Americano.',
    ]);
  });

  it('changes nothing where no backup of an older version is there', async () => {
    const service = await openTestService();
    const { folder } = service;
    await service.close();
    const before = readFileSync(profileAt(folder).store);
    expect((await rpcErrorOf(rollbackProfile(folder, clock))).kind).toBe('not_found');
    expect(readFileSync(profileAt(folder).store).equals(before)).toBe(true);
    expect(readdirSync(profileAt(folder).backups)).toEqual([]);
  });

  it('does not touch a profile that is open', async () => {
    const folder = oldProfile();
    await openTestService({ folder });
    expect((await rpcErrorOf(rollbackProfile(folder, clock))).kind).toBe('locked');
    const db = new Database(join(folder, 'americano.sqlite'), { readonly: true });
    expect(readSchemaVersion(db)).toBe(schemaVersion);
    db.close();
  });
});
