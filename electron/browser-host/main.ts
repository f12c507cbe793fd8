import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RpcError } from '#core/rpc/errors.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { profileAt } from '#core/store/profile.ts';
import { uidSource } from '#core/store/uid.ts';
import { settleDataFolder } from '../policy/apply-data-folder.ts';
import { noteProblems } from '../policy/note-problems.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { fileLog } from '../service/log.ts';
import { serveProfile, type Served } from '../service/serve-profile.ts';
import { devHeaders, serveDevPage } from './dev-page.ts';
import { openProfileIn } from './open-profile.ts';
import { OptionError, parseOptions, usage, type HostOptions } from './options.ts';
import { pageFiles } from '../page/page-files.ts';
import { servePage } from './serve-page.ts';
import { rollBack } from './rollback.ts';
import { askForTicket } from './running-host.ts';
import { damagedNotice, folderWarning, readOnlyNotice, startFailure } from './say.ts';
import { sayProfiles } from './say-profiles.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { printAddress, showPage } from './show-page.ts';
import { startHost, type HostParts } from './start-host.ts';

/** The owner of the lock may be a call from a terminal, or a service that does not answer yet. */
const patienceMs = 5_000;
const retryMs = 100;
/** A window that is not there by now will not come. */
const windowWithinMs = 20_000;
/** What does not close by itself is ended: every recorded answer is on the disk already. */
const closeWithinMs = 10_000;

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

const pageOf = ({ devUrl }: HostOptions): HostParts['page'] =>
  devUrl === undefined
    ? { headers: securityHeaders, onFile: servePage(pageFiles(`${dist}renderer`, `${dist}renderer.json`)) }
    : { headers: devHeaders(devUrl), onFile: serveDevPage(devUrl) };

/** Opens the profile, or a second window on the service that has it open. */
const openOrJoin = async (options: HostOptions): Promise<Served | 'joined'> => {
  const clock = shiftedClock(options.now, options.zone);
  const log = fileLog(options.profile);
  const openProfile = openProfileIn(options, fileURLToPath(import.meta.url));
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await serveProfile({
        folder: options.profile,
        clock,
        ids: uidSource(clock),
        log,
        policies: readPolicies(),
        openProfile,
      });
    } catch (error) {
      if (!(error instanceof RpcError) || error.kind !== 'locked') throw error;
      const running = await askForTicket(profileAt(options.profile));
      if (running !== undefined) {
        await showPage(options, running);
        return 'joined';
      }
      if (performance.now() > giveUpAt) throw error;
      await sleep(retryMs);
    }
  }
};

const serve = async (options: HostOptions, page: HostParts['page'], service: Served): Promise<void> => {
  let unseen: NodeJS.Timeout | undefined;
  const host = await startHost({
    service,
    page,
    port: options.port,
    stay: options.stay,
    now: () => performance.now(),
    onRedeemed: () => clearTimeout(unseen),
    onEnd: () => end(),
  });
  let closing = false;
  const end = (): void => {
    if (closing) return;
    closing = true;
    clearTimeout(unseen);
    setTimeout(() => process.exit(1), closeWithinMs).unref();
    void host
      .close()
      .then(() => service.close())
      .then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  const isWindow = await showPage(options, { address: host.address, ticket: host.issueTicket() });
  if (!isWindow) return;
  unseen = setTimeout(() => {
    console.log('No window has come up so far.');
    printAddress({ address: host.address, ticket: host.issueTicket() });
  }, windowWithinMs);
};

/** The same check as `npm run verify`, where there is no npm. */
const verify = async ({ profile }: HostOptions): Promise<void> => {
  const { runVerify } = await import('../cli/run-verify.ts');
  process.exitCode = runVerify(
    ['--profile', profile],
    { env: process.env, platform: process.platform, cwd: process.cwd() },
    (text) => process.stdout.write(text),
    (text) => process.stderr.write(text),
  );
};

/** Resolves with whether the service goes on. */
const main = async (options: HostOptions): Promise<boolean> => {
  if (options.help) console.log(usage);
  else if (options.choose) sayProfiles(options.profile);
  else if (options.verify) await verify(options);
  else return run(options);
  return false;
};

const run = async (options: HostOptions): Promise<boolean> => {
  const warning = folderWarning(options.profile);
  if (warning !== undefined) console.error(warning);
  const page = pageOf(options);
  if (options.rollback) {
    const mayGoOn = await rollBack(options);
    // Whoever wants no window and no address wanted to go back, on many machines perhaps, and nothing else.
    if (!mayGoOn || (!options.open && !options.stay)) return false;
  }
  const service = await openOrJoin(options);
  if (service === 'joined') return false;
  if (service.isDamaged) console.error(damagedNotice(options.profile));
  if (service.isReadOnly) console.error(readOnlyNotice(options.profile));
  noteProblems(readPolicies(), (what) => fileLog(options.profile).note(what));
  try {
    await serve(options, page, service);
    return true;
  } catch (error) {
    await service.close();
    throw error;
  }
};

const start = async (): Promise<boolean> => {
  settleDataFolder();
  const options = parseOptions(process.argv.slice(2), process.env, process.platform);
  try {
    return await main(options);
  } catch (error) {
    console.error(startFailure(error, options.profile));
    process.exit(1);
  }
};

/** False: all is done. A plain Node then ends by itself; a program that has more to wait for must be ended. */
export const isServing = await start().catch((error: unknown) => {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
  return false;
});
