import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ROOT } from '../node.mjs';

type Chunk = { file: string; imports: string[]; sources: string[] };

const graph = (folder: string): Map<string, Chunk> => {
  const text = readFileSync(join(ROOT, 'dist', folder, 'graph.json'), 'utf8');
  return new Map((JSON.parse(text) as Chunk[]).map((chunk) => [chunk.file, chunk]));
};

/** Files that are read before the first line of an entry has run. */
const startupFiles = (folder: string, entry: string): string[] => {
  const chunks = graph(folder);
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const chunk = chunks.get(file);
    if (chunk === undefined || seen.has(file)) continue;
    seen.add(file);
    waiting.push(...chunk.imports);
  }
  return [...seen];
};

const startupSources = (folder: string, entry: string): string[] => {
  const chunks = graph(folder);
  return startupFiles(folder, entry).flatMap((file) => chunks.get(file)?.sources ?? []);
};

/**
 * Of ml the scheduler needs its arithmetic, practice tests an interval, and the pool what starts threads; models and fits
 * are loaded by their threads.
 */
const mayStart =
  /^ml\/(memory\/(?!optimise|fit-parameters)|data\/|numeric\/|random\/|evaluate\/wilson-interval|worker\/(job-|buffers-of))/;
/** Undoing an import, and counting what an export would hold, are commands like others. */
const mayExchange =
  /^core\/exchange\/(merge\/(merge-undoer|merge-days|merge-logs)|export\/count-export)\.ts$/;
const importer =
  /^core\/exchange\/(anki\/|merge\/|export\/|hostile\/|sample-course\/|simulated\/|worker\/(?!run-task|task))/;
const heavy = (source: string): boolean =>
  (source.startsWith('ml/') && !mayStart.test(source)) ||
  source.startsWith('sync/') ||
  (importer.test(source) && !mayExchange.test(source));

describe('the start', () => {
  it.each([
    ['shell', 'main.js'],
    ['service', 'utility.js'],
    ['service', 'browser-host.js'],
  ])('of %s/%s reads no model, no sync and no importer', (folder, entry) => {
    const sources = startupSources(folder, entry);
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.filter(heavy)).toEqual([]);
  });

  it('would notice: the thread of imports reads the importer at once', () => {
    expect(startupSources('service', 'import-worker.js').filter(heavy)).not.toEqual([]);
  });
});

describe('the sync server', () => {
  it.each(['shell', 'service'])('is in no file of %s', (folder) => {
    const sources = [...graph(folder).values()].flatMap((chunk) => chunk.sources);
    expect(sources.length).toBeGreaterThan(10);
    expect(
      sources.filter((source) => /sync\/server\/|node_modules\/(fastify|pg|kysely)\//.test(source)),
    ).toEqual([]);
  });
});

/** Texts of built files, by name. */
const built = (folder: string): [string, string][] =>
  readdirSync(join(ROOT, 'dist', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.c?js$/.test(entry.name))
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
const loadsElectron = (text: string): boolean =>
  /(from\s*|import\s*|import\(\s*|require\(\s*)["'`]electron["'`]/.test(text);

describe('Electron', () => {
  it('is loaded by main and the preload alone', () => {
    const loading = ['service', 'renderer', 'shell'].flatMap((folder) =>
      built(folder)
        .filter(([, text]) => loadsElectron(text))
        .map(([name]) => `${folder}/${name}`),
    );
    // The updater is in a file of its own, which main loads when it looks for an update.
    expect(loading.map((name) => name.replace(/chunk-.*\.js$/, 'updater')).toSorted()).toEqual([
      'shell/main.js',
      'shell/preload.cjs',
      'shell/updater',
    ]);
  });

  it('meets a preload that is one CommonJS file and requires nothing else', () => {
    const text = readFileSync(join(ROOT, 'dist', 'shell', 'preload.cjs'), 'utf8');
    expect([...text.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(text).not.toMatch(/^\s*(import|export)\s/m);
  });

  it('starts without the updater', () => {
    const files = startupFiles('shell', 'main.js').map((name) => name.replace(/-[\w-]{8}\.js$/, '.js'));
    expect(files.toSorted()).toEqual(['chunk-rolldown-runtime.js', 'main.js']);
  });
});
