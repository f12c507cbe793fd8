import { checkedClone, clonePayload } from './clone-payload.ts';
import { defaultFrameLimits } from './plain-value.ts';
import type { FrameLimits } from './plain-value.ts';
import { createInbox } from './transport.ts';
import type { Inbox, Transport } from './transport.ts';

export interface InProcessPair {
  readonly client: Transport;
  readonly server: Transport;
  /** Delivers anything to the server, as a broken or hostile client would. */
  sendRaw(value: unknown): void;
}

/** Two connected ends in one process. Messages are cloned, so that nothing is shared, and arrive asynchronously. */
export function inProcessPair(limits: FrameLimits = defaultFrameLimits): InProcessPair {
  const atClient = createInbox();
  const atServer = createInbox();
  return {
    client: end(atClient, atServer, limits),
    server: end(atServer, atClient, limits),
    sendRaw: (value) => deliver(atServer, value, limits),
  };
}

function end(own: Inbox, peer: Inbox, limits: FrameLimits): Transport {
  return {
    ...own.listen,
    send(message) {
      if (own.closed) return;
      deliver(peer, clonePayload(message, limits), limits);
    },
    close() {
      own.close();
      queueMicrotask(() => peer.close());
    },
  };
}

function deliver(inbox: Inbox, value: unknown, limits: FrameLimits): void {
  const clone = structuredClone(value);
  queueMicrotask(() => inbox.receive(() => checkedClone(clone, limits)));
}
