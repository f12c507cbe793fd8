import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importPackage, zone } from '#bench/profile.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { uidSource } from '#core/store/uid.ts';
import { startService } from '#electron/service/start-service.ts';
import { moment } from './fill-profile.ts';
import { kindsPackage } from './kinds-package.ts';

/** A card of each kind, all of them new. */
export const fillKinds = async (profile: string): Promise<void> => {
  const clock = { now: () => moment.now - 3_600_000, zone: () => zone };
  const log = { slow: () => {}, unexpected: (error: unknown) => (console.error(error), 'screens') };
  const service = await startService({ folder: profile, clock, ids: uidSource(clock), log });
  const folder = mkdtempSync(join(tmpdir(), 'americano-package-'));
  try {
    const path = join(folder, 'package.apkg');
    await writePackage(path, 3, kindsPackage);
    await importPackage(service, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  }
};
