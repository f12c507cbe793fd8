import { MessageChannel } from 'node:worker_threads';

import { portTransport } from './port.ts';
import type { PortLike } from './port.ts';
import { describeTransport } from './testing/transport-contract.ts';

describeTransport('port of worker_threads', async () => {
  const { port1, port2 } = new MessageChannel();
  return {
    client: portTransport(port1),
    server: portTransport(port2),
    sendRaw: (value) => port1.postMessage(value),
    cut: () => port2.close(),
    cleanup: () => port1.close(),
  };
});

/** Electron's MessagePortMain has no addEventListener; its listeners get events. */
function likeElectron(port: MessageChannel['port1']): PortLike {
  return {
    postMessage: (value) => port.postMessage(value),
    start: () => port.start(),
    close: () => port.close(),
    on: (type, listener) => port.on(type, (data: unknown) => listener({ data })),
  };
}

describeTransport('port with on() and events, as in Electron', async () => {
  const { port1, port2 } = new MessageChannel();
  return {
    client: portTransport(port1),
    server: portTransport(likeElectron(port2)),
    sendRaw: (value) => port1.postMessage(value),
    cut: () => port2.close(),
    cleanup: () => port1.close(),
  };
});
