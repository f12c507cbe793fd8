import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { PageNotBuilt, pageFiles } from './page-files.ts';
import { writePage } from '../browser-host/testing/test-host.ts';

const read = (dist: string) => pageFiles(join(dist, 'renderer'), join(dist, 'renderer.json'));

describe('pageFiles', () => {
  it('knows what the manifest lists, and nothing else that lies there', () => {
    const dist = temporaryFolder();
    writePage(dist);
    writeFileSync(join(dist, 'renderer', 'notes.txt'), 'not ours');
    const files = read(dist);
    expect([...files.keys()].sort()).toEqual(['/', '/assets/page-1a2b.js', '/index.html']);
    expect(files.get('/')).toMatchObject({ mime: 'text/html; charset=utf-8', immutable: false });
    expect(files.get('/assets/page-1a2b.js')).toMatchObject({ immutable: true });
  });

  it('says so when there is no build, or half of one', () => {
    const dist = temporaryFolder();
    writePage(dist);
    writeFileSync(join(dist, 'renderer.json'), '{"files":');
    expect(() => read(dist)).toThrow(PageNotBuilt);
    rmSync(join(dist, 'renderer.json'));
    expect(() => read(dist)).toThrow(PageNotBuilt);
  });
});
