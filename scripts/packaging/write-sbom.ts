// What ships, as a bill of materials that auditors' tools read (CycloneDX), written by npm from the lockfile.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../node.mjs';
import { packagedPackages } from '../shipped-packages.ts';
import { optimiserBinary, type Target } from './stage-app.ts';

type Bom = {
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/**
 * Writes it into `folder` and returns its path. npm names everything, and what ships is chosen here by the lockfile: left
 * to npm, what development needs as well goes missing. Electron is one of its tools to npm; here it is most of what ships.
 */
export const writeSbom = (folder: string, target: Target): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const text = execFileSync(npm, ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  const bom = JSON.parse(text) as Bom;
  const shipped = new Set(
    packagedPackages(['electron', optimiserBinary(target)]).map((found) => `${found.name}@${found.version}`),
  );
  const components = bom.components.filter(({ name, version: of }) => shipped.has(`${name}@${of}`));
  const refs = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref) || ref === `americano@${version}`)
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => refs.has(on)) }));
  const file = join(folder, `americano-${version}.cdx.json`);
  writeFileSync(file, `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`);
  return file;
};
