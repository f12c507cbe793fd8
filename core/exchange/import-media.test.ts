import { createHash } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blobPath } from '../store/blobs.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import {
  basicNoteType,
  type DescribedMedia,
  type PackageDescription,
} from './anki/testing/package-description.ts';

const described = (name: string, guid: string, media: DescribedMedia[]): PackageDescription => {
  const own = Number.parseInt(createHash('sha256').update(guid).digest('hex').slice(0, 6), 16);
  return {
    createdAt: 1_767_240_000,
    decks: [{ id: own, name: guid }],
    noteTypes: [{ ...basicNoteType(own), css: '.card { background: url("cell.png") }' }],
    notes: [{ id: own, guid, noteTypeId: own, fields: [`<img src="${name}"> ${name}`, '[sound:tone.mp3]'] }],
    cards: [{ id: own, noteId: own, deckId: own, ordinal: 0 }],
    reviews: [],
    media,
  };
};
const media = (open: OpenService, name: string) => open.call('library.media', { name });
const textOf = async (open: OpenService, name: string): Promise<string | null> => {
  const { file } = await media(open, name);
  return file === null ? null : Buffer.from(file.bytes).toString();
};
const file = (name: string, text: string): DescribedMedia => ({ name, bytes: Buffer.from(text) });

describe('media of a package', () => {
  it('are kept while answers go on: the lane is taken for the merge alone', async () => {
    const open = await openTestService();
    const many = Array.from({ length: 400 }, (_, n) => file(`${n}.txt`, `picture ${n}`));
    const { staging } = await open.stage(await writtenPackage(described('0.txt', 'many', many)));
    const { job } = await open.call('exchange.merge', { staging });
    let meanwhile = 0;
    for (let round = 0; ; round += 1) {
      await open.call('settings.change', { values: { 'study.newPerDay': 20 + (round % 2) } });
      const { jobs } = await open.call('jobs.list', {});
      const found = jobs.find((entry) => entry.uid === job);
      if (found?.state !== 'running') break;
      if (found.step === 'keep_media' && found.done < found.total) meanwhile += 1;
      await sleep(2);
    }
    expect((await open.service.jobs.ended(job)).state).toBe('done');
    // With the lane held, the first write would come back when all of them are kept.
    expect(meanwhile).toBeGreaterThan(0);
  });

  it('come with their names in NFC, and are asked for in any form', async () => {
    const open = await openTestService();
    await open.import(
      await writtenPackage(described('nai\u0308ve.png', 'one', [file('nai\u0308ve.png', 'a picture')])),
    );
    expect(open.rows('SELECT name FROM media')).toEqual([{ name: 'na\u00efve.png' }]);
    expect(await textOf(open, 'na\u00efve.png')).toBe('a picture');
    expect((await media(open, 'nai\u0308ve.png')).file?.mime).toBe('image/png');
    expect(await textOf(open, '../americano.sqlite')).toBeNull();
    const { courses } = await open.call('library.tree', {});
    const { step } = await open.call('study.start', { scope: { course: courses[0]?.uid ?? '' } });
    if (step.kind !== 'card') throw new Error('no card');
    expect(new Set(step.rendered.media)).toEqual(new Set(['na\u00efve.png', 'cell.png', 'tone.mp3']));
  });

  it('of a name the library has with other content get another one, in fields and styles too, and again the same', async () => {
    const open = await openTestService();
    await open.import(
      await writtenPackage(described('cell.png', 'one', [file('cell.png', 'first'), file('tone.mp3', 'la')])),
    );
    const path = await writtenPackage(
      described('cell.png', 'two', [file('cell.png', 'second'), file('tone.mp3', 'la')]),
    );
    const preview = await open.stage(path);
    expect(preview.warnings).toEqual([{ code: 'renamed_media', count: 1 }]);
    expect((await open.merge(preview.staging)).media).toEqual({ added: 1, existing: 1, renamed: 1 });
    const renamed = `cell-${createHash('sha256').update('second').digest('hex').slice(0, 8)}.png`;
    expect([await textOf(open, 'cell.png'), await textOf(open, renamed)]).toEqual(['first', 'second']);
    expect(
      open.rows(`SELECT json_extract(fields, '$[0]') AS front FROM notes WHERE source_id = 'two'`),
    ).toEqual([{ front: `<img src="${renamed}"> cell.png` }]);
    expect(open.rows(`SELECT css FROM note_types ORDER BY id`)).toEqual([
      { css: '.card { background: url("cell.png") }' },
      { css: `.card { background: url("${renamed}") }` },
    ]);
    expect(await open.import(path)).toMatchObject({
      notes: { unchanged: 1 },
      media: { added: 0, existing: 2, renamed: 1 },
    });
    // Undone, the first import's file stays and the second's is gone from the library.
    await open.call('store.undo', {});
    await open.call('store.undo', {});
    expect([
      await textOf(open, 'cell.png'),
      await textOf(open, renamed),
      await textOf(open, 'tone.mp3'),
    ]).toEqual(['first', null, 'la']);
  });

  it('get a name that neither the library nor another file of the package has', async () => {
    const open = await openTestService();
    await open.import(await writtenPackage(described('cell.png', 'one', [file('cell.png', 'first')])));
    const hash = createHash('sha256').update('second').digest('hex');
    const [short, long] = [`cell-${hash.slice(0, 8)}.png`, `cell-${hash.slice(0, 16)}.png`];
    // The package itself has a file of the name that its other one would get.
    const path = await writtenPackage(
      described('cell.png', 'two', [file('cell.png', 'second'), file(short, 'third')]),
    );
    expect((await open.import(path)).media).toEqual({ added: 2, existing: 0, renamed: 1 });
    expect([await textOf(open, 'cell.png'), await textOf(open, long), await textOf(open, short)]).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(
      open.rows(`SELECT json_extract(fields, '$[0]') AS front FROM notes WHERE source_id = 'two'`),
    ).toEqual([{ front: `<img src="${long}"> cell.png` }]);
    expect((await open.import(path)).media).toEqual({ added: 0, existing: 2, renamed: 1 });
    // And the library may have other content under that name by now.
    const other = await writtenPackage(described('cell.png', 'three', [file('cell.png', 'second')]));
    expect((await open.import(other)).media).toEqual({ added: 0, existing: 1, renamed: 1 });
    expect(
      open.rows(`SELECT json_extract(fields, '$[0]') AS front FROM notes WHERE source_id = 'three'`),
    ).toEqual([{ front: `<img src="${long}"> cell.png` }]);
  });

  it('that are damaged or missing are counted and left out; everything else comes', async () => {
    const open = await openTestService();
    const whole = described('cell.png', 'one', [
      file('cell.png', 'fine'),
      file('tone.mp3', 'x'.repeat(5000)),
    ]);
    const path = await writtenPackage(whole);
    const bytes = readFileSync(path);
    // The compressed sound in the archive, with one byte of its checked content turned.
    const at = bytes.indexOf(zstdCompressSync(Buffer.from('x'.repeat(5000))));
    expect(at).toBeGreaterThan(0);
    bytes.writeUInt8(bytes.readUInt8(at + 9) ^ 0xff, at + 9);
    writeFileSync(path, bytes);
    const preview = await open.stage(path);
    expect(preview.warnings).toEqual([{ code: 'damaged_media', count: 1 }]);
    expect(await open.merge(preview.staging)).toMatchObject({ notes: { added: 1 }, media: { added: 1 } });
    expect([await textOf(open, 'cell.png'), await textOf(open, 'tone.mp3')]).toEqual(['fine', null]);
  });

  it('that were damaged on the disk are whole again after the next import', async () => {
    const open = await openTestService();
    const path = await writtenPackage(
      described('cell.png', 'one', [file('cell.png', 'a picture'), file('tone.mp3', 'la')]),
    );
    await open.import(path);
    const { profile } = open.service.store;
    const blobs = ['a picture', 'la'].map((text) =>
      blobPath(profile, createHash('sha256').update(text).digest()),
    );
    const [picture = '', tone = ''] = blobs;
    truncateSync(picture, 0);
    rmSync(tone);
    const check = async () =>
      (await resultOf(open.service, (await open.call('store.check', {})).job)) as { defects: string[] };
    expect((await check()).defects).toHaveLength(2);
    expect((await open.import(path)).media).toEqual({ added: 0, existing: 2, renamed: 0 });
    expect([await textOf(open, 'cell.png'), await textOf(open, 'tone.mp3')]).toEqual(['a picture', 'la']);
    expect((await check()).defects).toEqual([]);
  });

  it('lost from the disk are said so', async () => {
    const open = await openTestService();
    await open.import(await writtenPackage(described('cell.png', 'one', [file('cell.png', 'gone soon')])));
    const sha256 = createHash('sha256').update('gone soon').digest();
    rmSync(blobPath(open.service.store.profile, sha256));
    expect(await rpcErrorOf(media(open, 'cell.png'))).toMatchObject({
      kind: 'damaged',
      details: { media: 'cell.png' },
    });
  });
});
