import { checkedClone, clonePayload } from './clone-payload.ts';
import { defaultFrameLimits } from './plain-value.ts';
import type { FrameLimits } from './plain-value.ts';
import { createInbox } from './transport.ts';
import type { Transport } from './transport.ts';

/** What browsers', worker_threads' and Electron's message ports have in common. */
export interface PortLike {
  postMessage(value: unknown): void;
  start?(): void;
  close(): void;
  addEventListener?(type: string, listener: (event: unknown) => void): void;
  /** Electron's MessagePortMain has only this; its listeners get an event with `data` too. */
  on?(type: string, listener: (event: unknown) => void): unknown;
}

/** A transport over one end of a message channel. The port belongs to it from here on. */
export function portTransport(port: PortLike, limits: FrameLimits = defaultFrameLimits): Transport {
  const inbox = createInbox();
  const listen = (type: string, listener: (event: unknown) => void): void => {
    if (port.addEventListener !== undefined) port.addEventListener(type, listener);
    else port.on?.(type, listener);
  };
  listen('message', (event) => inbox.receive(() => checkedClone(dataOf(event), limits)));
  listen('messageerror', () => inbox.receive(() => undefined));
  listen('close', () => inbox.close());
  port.start?.();
  return {
    ...inbox.listen,
    send(message) {
      if (!inbox.closed) port.postMessage(clonePayload(message, limits));
    },
    close() {
      inbox.close();
      port.close();
    },
  };
}

function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
}
