import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RpcError } from '../rpc/errors.ts';
import { refuseForeignFolder } from './own-folder.ts';
import { profileAt } from './profile.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'americano-own-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refusal = (): string => {
  try {
    refuseForeignFolder(profileAt(folder));
    return 'accepted';
  } catch (error) {
    return error instanceof RpcError
      ? `${error.kind} ${JSON.stringify(error.details['reason'])}`
      : 'another error';
  }
};

describe('the folder of a profile', () => {
  it('may be new, empty, or hold what a profile holds', () => {
    expect(refusal()).toBe('accepted');
    mkdirSync(join(folder, 'staging'));
    writeFileSync(join(folder, 'lock.sqlite'), '');
    expect(refusal()).toBe('accepted');
    writeFileSync(join(folder, 'americano.sqlite'), '');
    writeFileSync(join(folder, 'notes of mine.txt'), '');
    expect(refusal()).toBe('accepted');
  });

  it('is refused when it holds somebody’s files and no store', () => {
    writeFileSync(join(folder, 'thesis.tex'), 'years of work');
    expect(refusal()).toBe('forbidden "not_a_profile"');
  });

  it.each(['staging', 'backups', 'blobs'])('is refused when %s is a link', (name) => {
    const elsewhere = join(folder, 'browser');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, name));
    expect(refusal()).toBe('forbidden "not_a_folder"');
  });
});
