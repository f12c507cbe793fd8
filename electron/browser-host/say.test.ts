import { describe, expect, it } from 'vitest';
import { RpcError } from '#core/rpc/errors.ts';
import { PageNotBuilt } from '../page/page-files.ts';
import { folderWarning, startFailure } from './say.ts';

const withCode = (code: string): Error => Object.assign(new Error(`${code}: no`), { code });

describe('startFailure', () => {
  it.each<[Error, RegExp]>([
    [new RpcError('locked'), /does not answer/],
    [new RpcError('newer_store'), /newer Americano/],
    [new RpcError('damaged'), /damaged/],
    [new RpcError('disk_full'), /disk is full/],
    [new RpcError('read_only'), /cannot be written/],
    [withCode('EACCES'), /cannot be written/],
    [withCode('EROFS'), /cannot be written/],
    [withCode('ENOTDIR'), /cannot be written/],
    [withCode('EADDRINUSE'), /port is taken/],
    [new PageNotBuilt(), /has not been built/],
    [new Error('something else'), /could not start: .*something else/],
  ])('has a sentence for %s', (error, sentence) => {
    const said = startFailure(error, 'folder');
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/\n| {4}at /);
  });
});

describe('folderWarning', () => {
  it('warns of folders that are copied behind our back', () => {
    for (const folder of ['/home/a/Dropbox/x', '/home/a/OneDrive - School/x', '\\\\server\\share']) {
      expect(folderWarning(folder)).toMatch(/^Warning: /);
    }
    expect(folderWarning(import.meta.dirname)).toBeUndefined();
  });
});
