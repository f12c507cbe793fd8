// Who may import whom, as a table. Every row says why, and the reason is what a breach prints.

/** A part of the tree with one rule. The first zone whose pattern matches a file is the file's zone. */
export interface Zone {
  readonly name: string;
  readonly files: RegExp;
  /** Files of ours it may import besides those of its own zone; `undefined` for all. */
  readonly may?: RegExp;
  /** Packages and Node modules it may import; `undefined` for all. */
  readonly packages?: RegExp;
  readonly reason: string;
}

/** Tests and their helpers run on Node, whatever the code they test may use. */
const TEST = /(\.(test|long)\.tsx?|\/testing\.ts|\/testing\/.+\.ts)$/;

const CONTRACTS = /^core\/(rpc\/.+|contract|[a-z]+\/([a-z-]+\/)?contract|store\/schemas)\.ts$/;

/** What every feature stands on. These four may use each other; none of them knows a feature. */
const FOUNDATION = /^core\/(rpc|store|events|jobs)\//;

export const ZONES: readonly Zone[] = [
  {
    name: 'tests of the page',
    files: new RegExp(`^renderer/.*${TEST.source}`),
    may: /^(core\/|renderer\/)/,
    reason: 'a test of the page may use the domain to make its data, but no host',
  },
  {
    name: 'tests of the domain',
    files: new RegExp(`^(core|ml|sync)/.*${TEST.source}`),
    may: /^(core|ml|sync|bench|electron\/service\/testing)\//,
    packages: /^(?!electron$|react|ws$)/,
    reason:
      'a test of the domain runs without a host and without a page; bench/ has the generators it may use, and electron/service/testing the composed service',
  },
  {
    name: 'ml, the optimiser of memory parameters',
    files: /^ml\/memory\/optimise-parameters\.ts$/,
    may: /^ml\//,
    packages: /^@open-spaced-repetition\/binding$/,
    reason:
      'the optimiser of the authors of FSRS is a native package, and this is the one file that calls it',
  },
  {
    name: 'ml/worker',
    files: /^ml\/worker\//,
    may: /^ml\//,
    packages: /^node:(worker_threads|os)$/,
    reason: 'the pool starts threads, which needs Node, and carries numbers to models: it may need no more',
  },
  {
    name: 'ml',
    files: /^ml\//,
    may: /^ml\/(?!worker\/)/,
    // Linear algebra: numbers in, numbers out, in plain JavaScript.
    packages: /^ml-matrix$/,
    reason:
      'a model is numbers in, numbers out: no store, no clock, no input or output, so that it runs anywhere and repeats exactly',
  },
  {
    name: 'sync/protocol',
    files: /^sync\/protocol\//,
    may: /^$/,
    packages: /^(zod|cborg|@noble\/hashes)$/,
    reason: 'both sides of sync share it: it may know neither',
  },
  {
    name: 'sync/patterns',
    files: /^sync\/patterns\//,
    may: /^ml\//,
    packages: /^(zod|@noble\/hashes)$/,
    reason:
      'noise and its accounts are checked by reading them: device, collector and releaser give them their bytes, clock and rows',
  },
  {
    name: 'sync/simulator',
    files: /^sync\/simulator\//,
    may: /^(sync\/(protocol|client)|ml\/random)\//,
    packages: /^$/,
    reason: 'the simulator decides everything from a seed: it may have no clock, disk or network of its own',
  },
  {
    name: 'sync/client, the planner and the fold',
    files: /^sync\/client\/(planner|fold)\//,
    may: /^sync\/protocol\//,
    packages: /^$/,
    reason:
      'what decides is a pure state machine: clock, network and disk are given to it, so that it can be simulated',
  },
  {
    name: 'sync/client',
    files: /^sync\/client\//,
    may: /^(core|sync\/(protocol|client))\//,
    packages: /^(zod|cborg|better-sqlite3|@noble\/hashes|@scure\/bip39|node:(?!child_process$).+)$/,
    reason: 'the client of sync stands on the domain and the protocol: no page, no Electron, no server',
  },
  {
    name: 'sync/server, what its tests stand on',
    files: /^sync\/server\/testing\//,
    may: /^sync\/(protocol|server)\//,
    reason: 'they start databases of their own',
  },
  {
    name: 'sync/server',
    files: /^sync\/server\//,
    may: /^(sync\/(protocol|privacy|server)\/(?!testing\/)|ml\/|core\/settings\/policy-keys\.ts$)/,
    packages:
      /^(zod|cborg|kysely|pg|@electric-sql\/pglite|fastify|fastify-type-provider-zod|@fastify\/swagger|ioredis|prom-client|better-sqlite3|node:.+)$/,
    reason: 'the server stands on the protocol alone: it has no store of a student, no page and no client',
  },
  {
    name: 'core/rpc',
    files: /^core\/rpc\//,
    may: /^$/,
    packages: /^zod$/,
    reason: 'page, service and workers all load it: it may need neither Node nor the rest of the domain',
  },
  {
    name: 'contracts',
    files: CONTRACTS,
    may: CONTRACTS,
    packages: /^zod$/,
    reason:
      'a contract travels to the page: it may import core/rpc, core/store/schemas.ts, other contracts and zod',
  },
  {
    name: 'core/store',
    files: /^core\/store\//,
    may: FOUNDATION,
    packages: /^(better-sqlite3|zod|node:(?!https?$|http2$|net$|tls$|dgram$).+)$/,
    reason: 'the store knows no feature: features bring their tables, folds and hooks to it',
  },
  {
    name: 'core/events',
    files: /^core\/events\//,
    may: FOUNDATION,
    packages: /^$/,
    reason: 'events carry facts between features, so they may know none of them',
  },
  {
    name: 'core/jobs',
    files: /^core\/jobs\//,
    may: FOUNDATION,
    packages: /^(better-sqlite3|zod|node:(?!https?$|http2$|net$|tls$|dgram$).+)$/,
    reason: 'jobs run the work of every feature and may know none of them',
  },
  {
    name: 'core/study',
    files: /^core\/study\//,
    may: /^(ml\/|core\/(?!twin\/))/,
    packages: /^(better-sqlite3|zod|node:(?!https?$|http2$|net$|tls$|dgram$).+)$/,
    reason: 'study never imports the twin: it emits through core/events and the twin listens',
  },
  {
    name: 'core',
    files: /^core\//,
    may: /^(ml|core)\//,
    packages: /^(better-sqlite3|zod|yauzl|yazl|pbf|node:(?!https?$|http2$|net$|tls$|dgram$).+)$/,
    reason: 'the domain runs in every host: no Electron, no page, no HTTP server, no network',
  },
  {
    name: 'renderer/ui',
    files: /^renderer\/ui\//,
    may: /^(renderer\/i18n\/|core\/rpc\/)/,
    packages: /^(?!node:|electron$|better-sqlite3$|ws$|yauzl$|pbf$)/,
    reason: 'the design system is used by every feature and may know none',
  },
  {
    name: 'renderer',
    files: /^renderer\//,
    may: new RegExp(`${CONTRACTS.source}|^renderer/`),
    packages: /^(?!node:|electron$|better-sqlite3$|ws$|yauzl$|pbf$)/,
    reason: 'the page is sandboxed: of the domain it sees core/rpc and contracts, and never Node',
  },
  {
    name: 'electron',
    files: /^electron\//,
    may: /^(core|ml|electron|renderer|sync\/client)\//,
    reason: 'the shell composes the product and ships: programs that measure or test are not part of it',
  },
  { name: 'build', files: /^build\//, reason: 'what packages are made from may use everything' },
  { name: 'bench', files: /^bench\//, reason: 'programs that measure may use everything' },
  { name: 'e2e', files: /^e2e\//, reason: 'tests of the whole may use everything' },
  { name: 'scripts', files: /^scripts\//, reason: 'tools may use everything' },
];

/** Starting the real Electron from Node fetches its binary, so only these two folders load it. */
export const ELECTRON_LOADERS = /^electron\/(main|preload)\//;

/** Parts whose imports of each other must not form a ring. */
export function featureOf(file: string): string | undefined {
  if (TEST.test(file) || CONTRACTS.test(file) || FOUNDATION.test(file)) return undefined;
  return /^(core\/[a-z]+)\//.exec(file)?.[1] ?? /^(renderer\/features\/[a-z-]+)\//.exec(file)?.[1];
}

export function isTest(file: string): boolean {
  return TEST.test(file);
}
