import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fuses } from '#build/fuses.ts';
import { ROOT } from '../node.mjs';
import { archiveList, listArchive } from './list-archive.ts';
import { makeDeb } from './make-deb.ts';
import { packageApp, type Packaged } from './package-app.ts';

const onLinux = process.platform === 'linux' && existsSync('/usr/bin/dpkg-deb');
let folder: string;
let made: Packaged;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'americano-packaged-'));
  made = await packageApp({ out: folder, target: onLinux ? 'deb' : 'dir', stub: true });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a fuse that is on says in the binary: the digit 1. */
const enabled = '1'.codePointAt(0);

const archive = (): string => join(made.unpacked, 'resources', 'app.asar');
const sizeOf = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

describe('the archive', () => {
  it('holds what the committed list says, and nothing else', () => {
    const listed = readFileSync(archiveList, 'utf8').trimEnd().split('\n');
    expect(listArchive(archive())).toEqual(listed);
  });

  it('holds no file for developers', () => {
    const wrong =
      /\.(ts|tsx|map|test\.js|spec\.js|md)$|\/(test|tests|e2e|bench|docs|\.git|\.bin)\/|vitest|playwright|tsconfig/;
    expect(listPackage(archive(), { isPack: false }).filter((name) => wrong.test(name))).toEqual([]);
  });

  it('takes at most 25 MB with what lies unpacked beside it', () => {
    const resources = sizeOf(join(made.unpacked, 'resources'));
    expect(resources).toBeGreaterThan(3e6);
    expect(resources).toBeLessThanOrEqual(25e6);
  });

  it('has natives beside it that a plain Node loads', () => {
    const from = join(made.unpacked, 'resources', 'app.asar.unpacked', 'dist', 'service', 'any.js');
    const program = `const load = require('node:module').createRequire(${JSON.stringify(from)});
      const db = new (load('better-sqlite3'))(':memory:');
      load('@open-spaced-repetition/binding');
      process.stdout.write(db.prepare('SELECT sqlite_version() AS v').get().v);`;
    expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })).toMatch(/^3\.\d+/);
  });
});

describe('the program', () => {
  it('has its fuses as wanted', async () => {
    const wire = await getCurrentFuseWire(join(made.unpacked, 'americano'));
    const state = (fuse: FuseV1Options): boolean => wire[fuse] === enabled;
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      enableCookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      enableNodeOptionsEnvironmentVariable: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      enableNodeCliInspectArguments: state(FuseV1Options.EnableNodeCliInspectArguments),
      enableEmbeddedAsarIntegrityValidation: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      loadBrowserProcessSpecificV8Snapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      grantFileProtocolExtraPrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual(fuses);
  });

  it('comes with a bill of materials that names what ships and no tool', () => {
    const { components } = JSON.parse(readFileSync(made.sbom, 'utf8')) as { components: { name: string }[] };
    const names = components.map(({ name }) => name);
    for (const shipped of ['better-sqlite3', 'electron', 'zod', 'ml-matrix', 'js-yaml'])
      expect(names).toContain(shipped);
    for (const tool of [
      'vitest',
      'electron-builder',
      'typescript',
      'fastify',
      'pg',
      'pino',
      '@electric-sql/pglite',
    ])
      expect(names).not.toContain(tool);
    const optimiser = readdirSync(
      join(made.unpacked, 'resources/app.asar.unpacked/node_modules/@open-spaced-repetition'),
    );
    for (const name of optimiser) expect(names).toContain(`@open-spaced-repetition/${name}`);
  });

  it('names in both lists, of what ships and of licences, every package that a bundle was made from', () => {
    const { components } = JSON.parse(readFileSync(made.sbom, 'utf8')) as { components: { name: string }[] };
    const notices = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES'), 'utf8');
    const bundled = ['shell', 'service'].flatMap((part) =>
      [
        ...readFileSync(join(ROOT, 'dist', part, 'graph.json'), 'utf8').matchAll(
          /"node_modules\/(?:[^"]*\/node_modules\/)?((?:@[^/"]+\/)?[^/"]+)\//g,
        ),
      ].map(([, name = '']) => name),
    );
    expect(bundled.length).toBeGreaterThan(10);
    for (const name of new Set(bundled)) {
      expect(components.map((component) => component.name)).toContain(name);
      expect(notices).toContain(`\n${name} `);
    }
  });

  it('knows where its updater keeps what it loads: without that it loads nothing', () => {
    const text = readFileSync(join(made.unpacked, 'resources', 'app-update.yml'), 'utf8');
    expect(text).toMatch(/^updaterCacheDirName: \S+$/m);
  });
});

/** Copies a program with the libraries that it loads. */
const putProgram = (root: string, from: string, to: string): void => {
  const libraries = execFileSync('ldd', [from], { encoding: 'utf8' }).match(/\/[^\s)]+/g) ?? [];
  for (const path of libraries) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
  mkdirSync(join(root, dirname(to)), { recursive: true });
  copyFileSync(from, join(root, to));
};

/** A system with a shell, a Node and nothing of this checkout. */
const makeRoot = (): string => {
  const root = join(folder, 'root');
  putProgram(root, '/bin/sh', '/bin/sh');
  putProgram(root, '/bin/chmod', '/bin/chmod');
  putProgram(root, process.execPath, '/usr/bin/node');
  for (const name of [
    'tmp',
    'home',
    'dev',
    'proc',
    'var/lib/dpkg/info',
    'var/lib/dpkg/updates',
    'var/lib/dpkg/triggers',
  ])
    mkdirSync(join(root, name), { recursive: true });
  for (const name of ['status', 'available']) writeFileSync(join(root, 'var/lib/dpkg', name), '');
  return root;
};

/** Root of the machine, or of a namespace of our own. */
const asRoot = (command: readonly string[]): [string, string[]] => {
  const [program = '', ...args] =
    process.getuid?.() === 0 ? command : ['unshare', '--map-root-user', ...command];
  return [program, args];
};

const firstAddress = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('http://')) return line;
  throw new Error('the host ended without an address');
};

describe.runIf(onLinux)('the .deb', () => {
  it('can be read by everybody and written by root, also when it was built by somebody careful', () => {
    const careful = join(folder, 'careful');
    mkdirSync(join(careful, 'program', 'locales'), { recursive: true, mode: 0o700 });
    writeFileSync(join(careful, 'program', 'americano'), '', { mode: 0o700 });
    writeFileSync(join(careful, 'program', 'locales', 'en-US.pak'), '', { mode: 0o600 });
    const deb = makeDeb(join(careful, 'program'), careful, { platform: 'linux', arch: 'x64' });
    const modes = new Map(
      execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' })
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/))
        .map(([mode = '', owner, , , , path = '']) => [path, `${mode} ${owner}`]),
    );
    expect(modes.get('./opt/Americano/americano')).toBe('-rwxr-xr-x root/root');
    expect(modes.get('./opt/Americano/locales/')).toBe('drwxr-xr-x root/root');
    expect(modes.get('./opt/Americano/locales/en-US.pak')).toBe('-rw-r--r-- root/root');
  });

  it('is installed into a clean root and serves the page from there', async () => {
    const root = makeRoot();
    const install = [
      'dpkg',
      `--root=${root}`,
      '--force-depends',
      '--force-not-root',
      '--install',
      made.deb ?? '',
    ];
    execFileSync(...asRoot(install), {
      stdio: 'pipe',
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
    });
    expect(statSync(join(root, 'opt/Americano/chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    const [program, args] = asRoot([
      'chroot',
      root,
      '/usr/bin/americano-browser-host',
      '--no-open',
      '--stay',
      '--profile',
      '/home/p',
    ]);
    const host = spawn(program, args, {
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/home' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const { origin } = new URL(await firstAddress(host));
      const page = await fetch(`${origin}/`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<title>Americano</title>');
      expect(existsSync(join(root, 'home/p/americano.sqlite'))).toBe(true);
    } finally {
      host.kill('SIGTERM');
      await once(host, 'exit');
    }
  }, 60_000);
});
