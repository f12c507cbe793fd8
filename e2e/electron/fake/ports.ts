import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** One end of a channel as main holds it; Electron's MessagePortMain. */
export class FakePort extends EventEmitter {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }

  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}

export class MessageChannelMain {
  readonly port1: FakePort;
  readonly port2: FakePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePort(port1);
    this.port2 = new FakePort(port2);
  }
}

/** What carries the messages of a port on, to a page or to a process, once it was transferred there. */
export type Carrier = { send(message: unknown): void; closed(): void };

let last = 0;

/** A port that was given away: its messages go to `carrier`, and what comes back goes into it. */
export const carry = (
  port: FakePort,
  carrier: Carrier,
): { id: number; receive(message: unknown): void; close(): void } => {
  last += 1;
  port.on('message', ({ data }: { data: unknown }) => carrier.send(data));
  port.on('close', () => carrier.closed());
  port.start();
  return { id: last, receive: (message) => port.postMessage(message), close: () => port.close() };
};
