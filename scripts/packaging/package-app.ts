// npm run package -- [--stub] [--out DIR] [--target dir|deb|all]: makes packages of the built program for this system.
// --stub takes a stand-in for Electron, so that everything but Electron itself is built and can be looked at.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { build, Platform } from 'electron-builder';

import { builderConfig } from '#build/builder-config.ts';
import { exitWith, isProgram, ROOT, runNode, Trouble } from '../node.mjs';
import { buildIsFresh } from '../sources.mjs';
import { makeDeb } from './make-deb.ts';
import { stageApp, type Target } from './stage-app.ts';
import { electronVersion, writeStubElectron } from './stub-electron.ts';
import { writeSbom } from './write-sbom.ts';

export type PackageOptions = { out: string; target: 'dir' | 'deb' | 'all'; stub: boolean };
export type Packaged = { unpacked: string; deb: string | undefined; sbom: string };

const here: Target = {
  platform: process.platform as Target['platform'],
  arch: process.arch as Target['arch'],
};

/** Builds into `out`, which is made. */
export const packageApp = async ({ out, target, stub }: PackageOptions): Promise<Packaged> => {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'americano-package-'));
  try {
    const app = join(folder, 'app');
    stageApp(app, here);
    const electronDist = join(folder, 'electron');
    if (stub) writeStubElectron(electronDist);
    const config = builderConfig({
      app,
      out,
      electronVersion: electronVersion(),
      ...(stub ? { electronDist } : {}),
    });
    await build({
      targets: target === 'all' ? Platform.current().createTarget() : Platform.current().createTarget('dir'),
      config,
      publish: 'never',
    });
    const unpacked = join(
      out,
      process.platform === 'linux'
        ? 'linux-unpacked'
        : process.platform === 'darwin'
          ? 'mac'
          : 'win-unpacked',
    );
    const deb = target !== 'dir' && process.platform === 'linux' ? makeDeb(unpacked, out, here) : undefined;
    return { unpacked, deb, sbom: writeSbom(out, here) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const usage = `Usage: npm run package -- [--stub] [--out DIR] [--target dir|deb|all]

--stub    takes a stand-in for Electron: everything but the window can be tried
--out     where they go; dist/packages when left out
--target  dir: the unpacked program; deb: that and a .deb; all, the default: every installer of this system
`;

/** What is packaged is what the sources say now. */
const buildIfStale = async (): Promise<void> => {
  if (buildIsFresh(ROOT)) return;
  process.stdout.write('The build is not of these sources: building …\n');
  const code = await runNode(join(ROOT, 'scripts', 'build.ts'), ['--quiet']);
  if (code !== 0) throw new Trouble('The build failed; what is wrong stands above.');
};

const makePackages = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      stub: { type: 'boolean', default: false },
      out: { type: 'string', default: 'dist/packages' },
      target: { type: 'string', default: 'all' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.target !== 'dir' && values.target !== 'deb' && values.target !== 'all')
    throw new Trouble('--target takes dir, deb or all.');
  await buildIfStale();
  const { unpacked, deb, sbom } = await packageApp({
    out: resolve(process.env['INIT_CWD'] ?? '.', values.out),
    target: values.target,
    stub: values.stub,
  });
  process.stdout.write([unpacked, deb, sbom].filter((made) => made !== undefined).join('\n') + '\n');
  return 0;
};

if (isProgram(import.meta.url)) await exitWith(makePackages);
