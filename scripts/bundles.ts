// How the page and the Node programs are bundled; shared by the production build and the development server.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';

/** Programs of dist/service and their sources. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'browser-host': 'electron/browser-host/main.ts',
  utility: 'electron/service/utility.ts',
  cli: 'electron/cli/main.ts',
  'reader-worker': 'electron/service/reader-worker.ts',
  'import-worker': 'electron/service/import-worker.ts',
  'backup-worker': 'electron/service/backup-worker.ts',
  'check-worker': 'electron/service/check-worker.ts',
  'ml-worker': 'electron/service/ml-worker.ts',
  'twin-worker': 'electron/service/twin-worker.ts',
};

/** Packages that stay outside the bundle: native code is loaded from node_modules. */
const NATIVE = ['better-sqlite3', '@open-spaced-repetition/binding'];

/** Given by Electron itself. */
const SHELL = ['electron'];

/** Optional accelerators of ws, which it tries to load and does without. */
const ABSENT = ['bufferutil', 'utf-8-validate'];

export function pageConfig(root: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    publicDir: false,
    plugins: [react()],
    logLevel: 'warn',
    clearScreen: false,
  };
}

export function pageBuild(root: string, outDir: string): InlineConfig {
  return {
    ...pageConfig(root),
    build: {
      outDir,
      emptyOutDir: true,
      // Electron brings a newer Chromium; the browser window opens what the machine has.
      target: 'chrome120',
      minify: true,
      manifest: 'modules.json',
      // The page's Content-Security-Policy knows no data: addresses, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  };
}

/** The programs whose sources exist, and the names of those that do not. */
export function programs(root: string): { present: Record<string, string>; absent: string[] } {
  const entries = Object.entries(PROGRAMS).map(([name, file]) => [name, join(root, file)] as const);
  return {
    present: Object.fromEntries(entries.filter(([, file]) => existsSync(file))),
    absent: entries.filter(([, file]) => !existsSync(file)).map(([name]) => name),
  };
}

/** graph.json beside the bundles: which sources are in which file, and what each file loads at once. For tests; it does not ship. */
function graphPlugin(root: string): Plugin {
  return {
    name: 'graph',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const graph = chunks.map(({ fileName, imports, moduleIds }) => ({
        file: fileName,
        imports,
        sources: moduleIds.filter((id) => id.startsWith(root)).map((id) => id.slice(root.length + 1)),
      }));
      this.emitFile({ type: 'asset', fileName: 'graph.json', source: JSON.stringify(graph, undefined, 1) });
    },
  };
}

export function serviceBuild(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    clearScreen: false,
    plugins: [graphPlugin(root)],
    ssr: { target: 'node', noExternal: true, external: NATIVE },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node22',
      reportCompressedSize: false,
      rolldownOptions: {
        input: programs(root).present,
        external: [...NATIVE, ...ABSENT],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the programs, not below them: a path relative to a module then means the same in every file.
          chunkFileNames: 'chunk-[name]-[hash].js',
          // Names are kept: a stack in the log of a student's machine must be readable.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  };
}

/** Main of the Electron shell, an ES module like the service. */
export function mainBuild(root: string, outDir: string): InlineConfig {
  const config = serviceBuild(root, outDir);
  return {
    ...config,
    // The public key of releases, and where they are: docs/releasing.md.
    define: {
      __RELEASE_KEY__: JSON.stringify(process.env.AMERICANO_RELEASE_KEY ?? ''),
      __RELEASE_FEED__: JSON.stringify(process.env.AMERICANO_RELEASE_FEED ?? ''),
    },
    ssr: { target: 'node', noExternal: true, external: [...NATIVE, ...SHELL] },
    build: {
      ...config.build,
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        input: { main: join(root, 'electron/main/main.ts') },
        external: [...NATIVE, ...SHELL],
      },
    },
  };
}

/** The preload: one CommonJS file, because a sandboxed preload can load no other. */
export function preloadBuild(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    clearScreen: false,
    ssr: { target: 'node', noExternal: true, external: SHELL },
    build: {
      ssr: join(root, 'electron/preload/preload.ts'),
      outDir,
      emptyOutDir: false,
      target: 'chrome140',
      reportCompressedSize: false,
      rolldownOptions: {
        external: SHELL,
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  };
}
