// The process that a fork of the fake runs in: gives the program its `process.parentPort`, then runs it.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { Wire } from './utility-process.ts';

// A main process that ended in this moment hears nothing more: no fault of the service that is about to end with it.
const say = (wire: Wire): void => {
  if (process.connected) process.send?.(wire, undefined, undefined, () => undefined);
};

/** A port as a utility process gets it; Electron's MessagePortMain. */
class ChildPort extends EventEmitter {
  readonly #early: unknown[] = [];
  readonly #id: number;
  #isStarted = false;

  constructor(id: number) {
    super();
    this.#id = id;
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] });
  }

  receive(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#early.push(data);
  }

  postMessage(data: unknown): void {
    say({ port: this.#id, data });
  }

  close(): void {
    if (!ports.delete(this.#id)) return;
    say({ closed: this.#id });
    this.emit('close');
  }
}

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    say({ message });
  }
}

const ports = new Map<number, ChildPort>();
const parentPort = new ParentPort();
/** Electron keeps what comes before the program listens. */
const early: { data: unknown; ports: ChildPort[] }[] = [];

process.on('message', (wire: Wire) => {
  if ('message' in wire) {
    const given = (wire.ports ?? []).map((id) => {
      const port = new ChildPort(id);
      ports.set(id, port);
      return port;
    });
    const event = { data: wire.message, ports: given };
    if (parentPort.listenerCount('message') === 0) early.push(event);
    else parentPort.emit('message', event);
  } else if ('closed' in wire) ports.get(wire.closed)?.close();
  else ports.get(wire.port)?.receive(wire.data);
});
parentPort.on('newListener', (name) => {
  if (name !== 'message') return;
  setImmediate(() => {
    for (const event of early.splice(0)) parentPort.emit('message', event);
  });
});
// The end of main is the end of its processes.
process.on('disconnect', () => process.exit(0));

Object.assign(process, { parentPort });
const [node = '', , file = '', ...args] = process.argv;
process.argv = [node, file, ...args];
await import(pathToFileURL(file).href);
