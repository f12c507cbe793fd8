import { describe, expect, it } from 'vitest';

import { findBreaches } from './find-breaches.ts';
import { readImports } from './read-imports.ts';

/** A tree with the files of `sources`, and empty ones for all they might import. */
function breaches(sources: Record<string, string>): string[] {
  const others = [
    'core/contract.ts',
    'core/rpc/contract.ts',
    'core/store/store.ts',
    'core/store/schemas.ts',
    'core/study/answer.ts',
    'core/study/contract.ts',
    'core/library/find.ts',
    'core/twin/learn.ts',
    'core/study/testing/fixture.ts',
    'ml/stats/mean.ts',
    'ml/worker/pool.ts',
    'renderer/app/frame.tsx',
    'renderer/features/today/screen.tsx',
    'renderer/ui/button.tsx',
    'bench/store.ts',
    'electron/service/start.ts',
  ];
  return findBreaches(new Map([...others.map((name) => [name, ''] as const), ...Object.entries(sources)]));
}

const FORBIDDEN: readonly (readonly [file: string, source: string, reason: RegExp])[] = [
  ['ml/forest/grow.ts', "import { open } from '#core/store/store.ts';", /numbers in, numbers out/],
  ['ml/forest/grow.ts', "import fs from 'node:fs';", /numbers in, numbers out/],
  ['ml/forest/grow.ts', "import fs from 'fs';", /numbers in, numbers out/],
  ['ml/forest/grow.ts', "import { Worker } from 'node:worker_threads';", /numbers in, numbers out/],
  ['ml/forest/grow.ts', "import { Pool } from '../worker/pool.ts';", /numbers in, numbers out/],
  ['ml/worker/thread.ts', "import fs from 'node:fs';", /may need no more/],
  ['ml/worker/thread.ts', "import { open } from '#core/store/store.ts';", /may need no more/],
  ['core/rpc/client.ts', "import { open } from '../store/store.ts';", /may need neither Node nor the rest/],
  ['core/rpc/client.ts', "import net from 'node:net';", /may need neither Node/],
  ['core/store/open.ts', "import { answer } from '../study/answer.ts';", /the store knows no feature/],
  ['core/jobs/run.ts', "import { answer } from '../study/answer.ts';", /may know none of them/],
  ['core/study/next.ts', "import { learn } from '../twin/learn.ts';", /study never imports the twin/],
  ['core/study/next.ts', "import type { Learn } from '../twin/learn.ts';", /study never imports the twin/],
  ['core/study/deep/next.ts', "export * from '../../twin/learn.ts';", /study never imports the twin/],
  ['core/study/next.ts', "const twin = await import('../twin/learn.ts');", /study never imports the twin/],
  ['core/study/next.ts', "type T = import('../twin/learn.ts').T;", /study never imports the twin/],
  ['core/study/next.ts', "type T = typeof import('../twin/learn.ts');", /study never imports the twin/],
  ['core/library/tree.ts', "import http from 'node:http';", /no HTTP server/],
  ['core/library/tree.ts', "import { WebSocketServer } from 'ws';", /no HTTP server/],
  ['core/library/tree.ts', "import type { App } from 'electron';", /no Electron/],
  ['core/library/tree.ts', "import { Frame } from '#renderer/app/frame.tsx';", /no page/],
  ['core/library/tree.ts', "import { make } from '#bench/store.ts';", /runs in every host/],
  ['core/library/contract.ts', "import { find } from './find.ts';", /a contract travels to the page/],
  ['core/library/tree.ts', "import { x } from '../study/testing/fixture.ts';", /imports no test helper/],
  ['core/library/find.ts', "import { x } from '../store/gone.ts';", /there is no such file/],
  ['core/library/find.ts', "import { x } from '../store/store';", /there is no such file/],
  ['renderer/app/data.ts', "import { open } from '#core/store/store.ts';", /the page is sandboxed/],
  ['renderer/app/data.ts', "import fs from 'node:fs';", /the page is sandboxed/],
  ['renderer/app/data.ts', "import Database from 'better-sqlite3';", /the page is sandboxed/],
  ['renderer/app/data.ts', "import { start } from '#electron/service/start.ts';", /the page is sandboxed/],
  ['renderer/ui/list.tsx', "import { Screen } from '../features/today/screen.tsx';", /may know none/],
  ['electron/main/app.ts', "import { make } from '#bench/store.ts';", /ships/],
  ['electron/service/app.ts', "import { app } from 'electron';", /fetches its binary/],
  ['electron/service/app.ts', "import { open } from '../../core/store/store.ts';", /across root folders/],
  ['core/library/tree.ts', "import { open } from '#core/store/store.ts';", /inside a root folder/],
  ['plugins/mine.ts', '', /has no row in/],
];

const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['ml/forest/grow.ts', "import { mean } from '../stats/mean.ts';"],
  ['ml/worker/thread.ts', "import { Worker } from 'node:worker_threads'; import os from 'node:os';"],
  [
    'ml/worker/jobs/grow.ts',
    "import { mean } from '../../stats/mean.ts'; import { Pool } from '../pool.ts';",
  ],
  ['ml/forest/grow.test.ts', "import fs from 'node:fs'; import { it } from 'vitest';"],
  [
    'core/study/next.ts',
    "import { find } from '../library/find.ts'; import { mean } from '#ml/stats/mean.ts';",
  ],
  ['core/twin/listen.ts', "import { answer } from '../study/answer.ts';"],
  [
    'core/study/next.ts',
    "// import { learn } from '../twin/learn.ts';\nconst text = \"import '../twin/learn.ts'\";",
  ],
  ['core/library/contract.ts', "import { z } from 'zod'; import { uid } from '../store/schemas.ts';"],
  [
    'renderer/app/data.ts',
    "import { studyContract } from '#core/study/contract.ts'; import { useState } from 'react';",
  ],
  [
    'renderer/app/page.tsx',
    "import { Button } from '../ui/button.tsx'; import { Screen } from '../features/today/screen.tsx';",
  ],
  ['renderer/app/data.ts', "import { contract } from '#core/contract.ts';"],
  ['core/study/next.ts', 'const text = "type T = import(\'../twin/learn.ts\').T";'],
  [
    'electron/service/app.ts',
    "import type { App } from 'electron'; import { open } from '#core/store/store.ts';",
  ],
  ['electron/main/app.ts', "import { app } from 'electron';"],
  ['bench/main.ts', "import { Frame } from '#renderer/app/frame.tsx';"],
];

describe('walls', () => {
  it.each(FORBIDDEN)('%s may not contain %s', (file, source, reason) => {
    const found = breaches({ [file]: source });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(reason);
    expect(found[0]?.startsWith(file)).toBe(true);
  });

  it.each(ALLOWED)('%s may contain %s', (file, source) => {
    expect(breaches({ [file]: source })).toEqual([]);
  });

  it('finds a ring of features, once, with the imports that close it', () => {
    const found = breaches({
      'core/library/tree.ts': "import { a } from '../exchange/read.ts';",
      'core/exchange/read.ts': "import { b } from '../study/answer.ts';",
      'core/study/answer.ts': "\nimport type { C } from '../library/tree.ts';",
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('ring of features');
    for (const step of ['core/library/tree.ts:1', 'core/exchange/read.ts:1', 'core/study/answer.ts:2']) {
      expect(found[0]).toContain(step);
    }
  });

  it('sees no ring when only a test closes it', () => {
    const sources = {
      'core/library/tree.ts': "import { b } from '../study/answer.ts';",
      'core/study/answer.test.ts': "import { a } from '../library/tree.ts';",
    };
    expect(breaches(sources)).toEqual([]);
  });

  it('finds Node behind a contract the page loads, and accepts it when only types are taken', () => {
    const page = "import { studyContract } from '#core/study/contract.ts';";
    const contract = "import { day } from '../store/schemas.ts';";
    const schemas = "import { createHash } from 'node:crypto';";
    const files = {
      'renderer/app/data.ts': page,
      'core/study/contract.ts': contract,
      'core/store/schemas.ts': schemas,
    };
    expect(breaches(files).filter((line) => line.includes('a page has no Node'))).toHaveLength(1);

    const types = { ...files, 'renderer/app/data.ts': page.replace('import', 'import type') };
    expect(breaches(types).filter((line) => line.includes('a page has no Node'))).toEqual([]);
  });

  it('tells types from values', () => {
    const source =
      "import type { A } from './a.ts';\nimport { type B, c } from './b.ts';\nexport type { D } from './d.ts';\nimport './e.ts';";
    expect(readImports('x.ts', source).map((found) => [found.specifier, found.line, found.typeOnly])).toEqual(
      [
        ['./a.ts', 1, true],
        ['./b.ts', 2, false],
        ['./e.ts', 4, false],
        ['./d.ts', 3, true],
      ],
    );
  });
});
