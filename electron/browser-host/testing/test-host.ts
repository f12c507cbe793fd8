import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#core/store/clock.ts';
import { uidSource } from '#core/store/uid.ts';
import { fileLog } from '../../service/log.ts';
import { servedBy } from '../../service/serve-profile.ts';
import { startService, type Service } from '../../service/start-service.ts';
import { pageFiles } from '../../page/page-files.ts';
import { servePage } from '../serve-page.ts';
import { securityHeaders } from '../../page/security-headers.ts';
import { startHost, type Host, type HostParts } from '../start-host.ts';

export const pageText = '<!doctype html><title>A page</title>';

/** A built page as small as one can be, with its manifest beside it, as the build leaves them. */
export const writePage = (dist: string): void => {
  mkdirSync(join(dist, 'renderer', 'assets'), { recursive: true });
  const files: Record<string, unknown> = {};
  for (const [name, text] of [
    ['index.html', pageText],
    ['assets/page-1a2b.js', 'console.log(1);'],
  ] as const) {
    writeFileSync(join(dist, 'renderer', name), text);
    files[name] = { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') };
  }
  writeFileSync(join(dist, 'renderer.json'), JSON.stringify({ files }));
};

export type TestHost = {
  host: Host;
  service: Service;
  folder: string;
  origin: string;
  /** How often nobody needed the service any more. */
  ends(): number;
  close(): Promise<void>;
};

/** A host as main.ts starts it: a real service on a profile of its own. */
export const startTestHost = async (
  options: Partial<Pick<HostParts, 'times' | 'stay' | 'now' | 'page' | 'onEnd'>> = {},
): Promise<TestHost> => {
  const root = mkdtempSync(join(tmpdir(), 'americano-host-'));
  const folder = join(root, 'profile');
  writePage(root);
  const service = await startService({
    folder,
    clock: systemClock,
    ids: uidSource(systemClock),
    log: fileLog(folder),
  });
  let ends = 0;
  const host = await startHost({
    service: servedBy(service),
    page: {
      headers: securityHeaders,
      onFile: servePage(pageFiles(join(root, 'renderer'), join(root, 'renderer.json'))),
    },
    port: 0,
    stay: false,
    now: () => performance.now(),
    ...options,
    onEnd: () => {
      ends += 1;
      options.onEnd?.();
    },
  });
  return {
    host,
    service,
    folder,
    origin: `http://${host.address}`,
    ends: () => ends,
    close: async () => {
      await host.close();
      await service.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
};
