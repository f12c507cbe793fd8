// Compares the imports of a tree with the table of walls.
import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';

import { type Import, readImports } from './read-imports.ts';
import { ELECTRON_LOADERS, featureOf, isTest, type Zone, ZONES } from './table.ts';

/** Files by path relative to the root, with forward slashes. */
export type Tree = ReadonlyMap<string, string>;

interface Edge extends Import {
  readonly from: string;
  /** A file of ours, or the name of a package or Node module. */
  readonly target: { readonly file: string } | { readonly package: string };
}

const CODE = /\.(ts|tsx|mts|mjs)$/;
const BUILTIN = new Set(builtinModules);

/**
 * Every breach as one line: `file:line imports x: reason`. `assets` are other files that may be imported (styles,
 * fonts, JSON).
 */
export function findBreaches(tree: Tree, assets: ReadonlySet<string> = new Set()): string[] {
  const breaches: string[] = [];
  const edges: Edge[] = [];
  for (const [file, source] of tree) {
    if (!CODE.test(file)) continue;
    if (zoneOf(file) === undefined && file.includes('/')) {
      breaches.push(
        `${file}: its folder has no row in scripts/walls/table.ts: say there what it may import and why`,
      );
    }
    for (const found of readImports(file, source)) {
      const target = resolve(file, found.specifier);
      if ('file' in target && !tree.has(target.file) && !assets.has(target.file)) {
        breaches.push(
          `${file}:${found.line} imports ${found.specifier}: there is no such file (imports name the whole file, with its extension)`,
        );
        continue;
      }
      edges.push({ ...found, from: file, target });
    }
  }
  for (const edge of edges) {
    const reason = breachOf(edge);
    if (reason !== undefined) breaches.push(`${edge.from}:${edge.line} imports ${edge.specifier}: ${reason}`);
  }
  return [...breaches, ...findRings(edges), ...findNodeInPage(edges)].sort();
}

function zoneOf(file: string): Zone | undefined {
  return ZONES.find((zone) => zone.files.test(file));
}

function resolve(from: string, specifier: string): Edge['target'] {
  const path = specifier.replace(/\?.*$/, '');
  if (path.startsWith('.')) return { file: posix.join(dirname(from), path) };
  if (path.startsWith('#')) return { file: path.slice(1) };
  if (BUILTIN.has(path)) return { package: `node:${path}` };
  return { package: packageName(path) };
}

function packageName(path: string): string {
  if (path.startsWith('node:')) return path;
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

function breachOf(edge: Edge): string | undefined {
  const { from, specifier, target, typeOnly } = edge;
  const zone = zoneOf(from);
  if (zone === undefined) return undefined;

  if ('package' in target) {
    if (target.package === 'electron' && !typeOnly && !ELECTRON_LOADERS.test(from)) {
      return 'importing electron from Node fetches its binary: only electron/main and electron/preload load it';
    }
    if (zone.packages !== undefined && !zone.packages.test(target.package)) return zone.reason;
    return undefined;
  }

  const { file } = target;
  const sameRoot = rootOf(file) === rootOf(from);
  if (specifier.startsWith('#') && sameRoot) return 'inside a root folder an import is relative';
  if (specifier.startsWith('.') && !sameRoot) return `across root folders an import starts with #: #${file}`;
  if (isTest(file) && !isTest(from) && !/^(bench|e2e|scripts)\//.test(from))
    return 'code that ships imports no test helper';
  if (zone.may === undefined || zone.may.test(file) || zoneOf(file) === zone) return undefined;
  return zone.reason;
}

function rootOf(file: string): string {
  return file.slice(0, file.indexOf('/'));
}

/** Rings among features: one that needs another, which needs the first, cannot be read or tested alone. */
function findRings(edges: readonly Edge[]): string[] {
  const uses = new Map<string, Map<string, Edge>>();
  for (const edge of edges) {
    if (!('file' in edge.target)) continue;
    const from = featureOf(edge.from);
    const to = featureOf(edge.target.file);
    if (from === undefined || to === undefined || from === to) continue;
    const targets = uses.get(from) ?? new Map<string, Edge>();
    uses.set(from, targets);
    // A value import says more about the ring than a type import.
    if (targets.get(to)?.typeOnly !== false) targets.set(to, edge);
  }

  const rings = new Map<string, string>();
  for (const start of uses.keys()) {
    const ring = shortestWayBack(start, uses);
    if (ring === undefined) continue;
    const steps = ring.map((edge) => `${edge.from}:${edge.line}`);
    const names = ring.map((edge) => featureOf(edge.from) ?? '');
    const key = [...names].sort().join(' ');
    if (!rings.has(key))
      rings.set(
        key,
        `ring of features ${[...names, names[0]].join(' → ')} (${steps.join(', ')}): let one of them emit an event, or move what both need below them`,
      );
  }
  return [...rings.values()];
}

function shortestWayBack(
  start: string,
  uses: ReadonlyMap<string, ReadonlyMap<string, Edge>>,
): Edge[] | undefined {
  const ways: { at: string; way: Edge[] }[] = [{ at: start, way: [] }];
  const seen = new Set<string>();
  for (let next = ways.shift(); next !== undefined; next = ways.shift()) {
    for (const [to, edge] of uses.get(next.at) ?? []) {
      const way = [...next.way, edge];
      if (to === start) return way;
      if (seen.has(to)) continue;
      seen.add(to);
      ways.push({ at: to, way });
    }
  }
  return undefined;
}

/** What the page loads, directly or through a contract, must not need Node. */
function findNodeInPage(edges: readonly Edge[]): string[] {
  const byFile = Map.groupBy(
    edges.filter((edge) => !edge.typeOnly),
    (edge) => edge.from,
  );
  const reached = new Set([...byFile.keys()].filter((file) => file.startsWith('renderer/') && !isTest(file)));
  const breaches: string[] = [];
  for (const file of reached) {
    for (const edge of byFile.get(file) ?? []) {
      if ('file' in edge.target) reached.add(edge.target.file);
      else if (edge.target.package.startsWith('node:') && !file.startsWith('renderer/')) {
        breaches.push(
          `${file}:${edge.line} imports ${edge.specifier}: the page loads this file, and a page has no Node`,
        );
      }
    }
  }
  return breaches;
}
