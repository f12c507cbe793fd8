import { portTransport, type PortLike } from '#core/rpc/port.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { uidSource } from '#core/store/uid.ts';
import { startFailure } from '../browser-host/say.ts';
import type { FromService, ToService } from '../shell/channels.ts';
import { Conditions } from './conditions.ts';
import { noteProblems } from '../policy/note-problems.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { fileLog } from './log.ts';
import { serviceArguments } from './service-arguments.ts';
import { serveProfile } from './serve-profile.ts';

/** What Electron gives a utility process to talk to main with. */
type ParentPort = {
  on(event: 'message', listener: (event: { data: ToService; ports: PortLike[] }) => void): unknown;
  postMessage(message: FromService): void;
};

const parent = (process as unknown as { parentPort: ParentPort }).parentPort;

const say = (message: FromService): void => parent.postMessage(message);

const serve = async (): Promise<void> => {
  const { profile, now, zone } = serviceArguments(process.argv.slice(2));
  const clock = shiftedClock(now, zone);
  const conditions = new Conditions();
  const log = fileLog(profile);
  const policies = readPolicies();
  const service = await serveProfile({
    folder: profile,
    clock,
    ids: uidSource(clock),
    log,
    conditions,
    policies,
    openProfile: (folder) => {
      say({ type: 'open-profile', folder });
      return Promise.resolve(null);
    },
  });
  noteProblems(policies, (what) => log.note(what));
  const close = (): void => {
    void service.close().finally(() => process.exit(0));
  };
  parent.on('message', ({ data, ports: [port] }) => {
    if (data.type === 'connect' && port !== undefined)
      service.server.connect(portTransport(port), { caller: 'page' });
    else if (data.type === 'power') conditions.onBattery = data.onBattery;
    else if (data.type === 'close') close();
  });
  say({ type: 'ready' });
};

try {
  await serve();
} catch (error) {
  say({ type: 'failed', sentence: startFailure(error, serviceArguments(process.argv.slice(2)).profile) });
  // The message is on its way through a pipe.
  setTimeout(() => process.exit(1), 100);
}
