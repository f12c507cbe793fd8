import { afterEach } from 'vitest';

import { createClient } from '../client.ts';
import type { Client } from '../client.ts';
import type { Message } from '../messages.ts';
import type { ServerLimits } from '../server.ts';
import type { Transport } from '../transport.ts';
import { startTrial } from './transport-fixture.ts';
import type { Trial, TrialContract } from './transport-fixture.ts';

/** Two connected ends of the transport under test, with the default frame limits. */
export interface TransportPair {
  readonly client: Transport;
  readonly server: Transport;
  /** Sends to the server what no client would: any value, before whatever encoding the transport has. */
  readonly sendRaw: (value: unknown) => void;
  /** Breaks the connection without a farewell. */
  readonly cut: () => void;
  readonly cleanup: () => void | Promise<void>;
}

interface Served {
  readonly trial: Trial;
  readonly pair: TransportPair;
}

/** What the cases of the contract suite start from; everything is cleaned up after each test. */
export interface Harness {
  connectPair(): Promise<TransportPair>;
  start(limits?: Partial<ServerLimits>): Promise<Served & { client: Client<TrialContract> }>;
  /** Another connection to a server that serves one already. */
  again(trial: Trial): Promise<{ pair: TransportPair; client: Client<TrialContract> }>;
  /** The client's end without a client, to see every message. */
  startRaw(limits?: Partial<ServerLimits>): Promise<Served & { received: Message[]; closes: () => number }>;
}

export function createHarness(makePair: () => Promise<TransportPair>): Harness {
  const cleanups: (() => void | Promise<void>)[] = [];

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const connectPair = async (): Promise<TransportPair> => {
    const pair = await makePair();
    cleanups.push(pair.cleanup, () => pair.client.close());
    return pair;
  };

  const serve = async (limits?: Partial<ServerLimits>): Promise<Served> => {
    const trial = startTrial(limits);
    const pair = await connectPair();
    trial.server.connect(pair.server, { caller: 'test' });
    return { trial, pair };
  };

  return {
    connectPair,
    async start(limits) {
      const { trial, pair } = await serve(limits);
      return { trial, pair, client: createClient<TrialContract>(pair.client) };
    },
    async again(trial) {
      const pair = await connectPair();
      trial.server.connect(pair.server, { caller: 'test' });
      return { pair, client: createClient<TrialContract>(pair.client) };
    },
    async startRaw(limits) {
      const { trial, pair } = await serve(limits);
      const received: Message[] = [];
      let closes = 0;
      pair.client.onMessage((message) => received.push(message));
      pair.client.onClose(() => (closes += 1));
      return { trial, pair, received, closes: () => closes };
    },
  };
}
