// System packages the tests need: installed by themselves only where nobody's own machine is concerned.
import { spawnSync } from 'node:child_process';

import { findPostgres } from '#sync/server/testing/private-postgres.ts';
import { findChromium, findCompiler, findInPath } from '../programs.ts';

/** Debian packages for what is missing. The C library's headers come apart from the compiler. */
export function missingPackages(): string[] {
  return [
    ...(findChromium() === undefined ? ['chromium'] : []),
    ...(findCompiler() === undefined ? ['gcc', 'libc6-dev'] : []),
    ...(findPostgres() === undefined ? ['postgresql'] : []),
    ...(findInPath(['redis-server']) === undefined ? ['redis-server'] : []),
  ];
}

/** With CI=true or as root, on a system with apt-get; says what it does. A failure leaves things as they are. */
export function installSystemPackages(): void {
  const packages = missingPackages();
  const root = process.getuid?.() === 0;
  const allowed = root || process.env.CI === 'true';
  if (packages.length === 0 || !allowed || findInPath(['apt-get']) === undefined) return;
  if (!root && findInPath(['sudo']) === undefined) return;

  process.stdout.write(`Installing system packages with apt-get: ${packages.join(', ')} …\n`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [command, ...rest] = root ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args];
    const { status, stderr, error } = spawnSync(command ?? 'apt-get', rest, {
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status === 0) continue;
    const why = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
    process.stdout.write(`apt-get ${args[0]} did not succeed: ${why}\n`);
    return;
  }
}
