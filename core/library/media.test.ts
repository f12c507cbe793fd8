import { createHash } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { blobPath } from '../store/blobs.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { maxMediaBytes } from './media.ts';
import { profileMaker, type OpenService } from '#electron/service/testing/open-test-service.ts';

const emptyProfile = profileMaker(async () => undefined);

/** A film of 40 MB whose every piece differs. */
const film = (): Buffer => {
  const bytes = Buffer.alloc(40_000_000);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at);
  return bytes;
};

const addMedia = async ({ service }: OpenService, name: string, bytes: Buffer): Promise<string> => {
  const { store } = service;
  const sha256 = createHash('sha256').update(bytes).digest();
  const path = blobPath(store.profile, sha256);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  await store.write('notes.addMedia', (tx) => {
    tx.insertRow('blobs', { sha256, size_bytes: bytes.length, mime: 'video/mp4' }, ['sha256']);
    tx.insertRow('media', { uid: store.ids.uid(), name, sha256 });
  });
  return path;
};

it('gives a film of 40 MB in pieces, equal to the file byte by byte', async () => {
  const open = await emptyProfile();
  const bytes = film();
  await addMedia(open, 'film.mp4', bytes);
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length; offset += maxMediaBytes) {
    const { file } = await open.call('library.media', { name: 'film.mp4', offset });
    expect(file?.sizeBytes).toBe(bytes.length);
    expect(file?.mime).toBe('video/mp4');
    pieces.push(file?.bytes ?? new Uint8Array());
  }
  expect(pieces.map((piece) => piece.length)).toEqual([
    ...Array.from({ length: 5 }, () => maxMediaBytes),
    5_000_000,
  ]);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

it('has no bytes past the end, null for a name it does not know, and says when a file is cut', async () => {
  const open = await emptyProfile();
  const path = await addMedia(open, 'a.mp4', Buffer.from('0123456789'));
  const past = await open.call('library.media', { name: 'a.mp4', offset: 10 });
  expect(past.file).toEqual({ mime: 'video/mp4', sizeBytes: 10, bytes: new Uint8Array() });
  expect(await open.call('library.media', { name: 'b.mp4' })).toEqual({ file: null });
  truncateSync(path, 4);
  expect(await rpcErrorOf(open.call('library.media', { name: 'a.mp4' }))).toMatchObject({ kind: 'damaged' });
});
