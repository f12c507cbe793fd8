import { portTransport } from '#core/rpc/port.ts';
import type { Transport } from '#core/rpc/transport.ts';
import type { OfferedFile, ShellBridge } from './shell-bridge.ts';
import { portMessage } from './shell-bridge.ts';
import type { PackageSource, Platform } from './platform.ts';

/** A file that the shell reads for the page. */
const sourceOf = (bridge: ShellBridge, { token, name, size }: OfferedFile): PackageSource => ({
  name,
  size,
  read: (start, end) => bridge.readOffered(token, start, Math.min(end, size) - start),
});

/** The window of Electron: the port of the service is handed over by the shell, again for every page that loads. */
export function shellPlatform(bridge: ShellBridge): Platform {
  let transport: Transport | undefined;
  bridge.onLost(() => transport?.close());
  return {
    connect: () =>
      new Promise<Transport>((resolve) => {
        const hear = (event: MessageEvent<unknown>): void => {
          const [port] = event.ports;
          if (event.source !== window || event.data !== portMessage || port === undefined) return;
          window.removeEventListener('message', hear);
          transport = portTransport(port);
          resolve(transport);
        };
        window.addEventListener('message', hear);
        bridge.connect();
      }),
    onOpen: (open) =>
      bridge.onOpen((request) => {
        if (request.kind === 'path') open({ kind: 'path', path: request.path });
        else open({ kind: 'package', file: sourceOf(bridge, request.file) });
      }),
    setTheme: (theme) => bridge.setTheme(theme),
    notify: (title, body) => bridge.notify(title, body),
    secretStrength: () => bridge.secretStrength(),
    updater: {
      read: async () => (await bridge.updates()) ?? null,
      choose: async (mode) => (await bridge.chooseUpdates(mode)) ?? null,
    },
  };
}
