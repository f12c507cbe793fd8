import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { carry, type FakePort } from './ports.ts';
import { record } from './record.ts';

const child = fileURLToPath(new URL('./utility-child.ts', import.meta.url));

/** Of child → parent and back: a message of the program, or one of a port that was given to the child. */
export type Wire =
  | { message: unknown; ports?: number[] }
  | { port: number; data: unknown }
  | { closed: number };

const running = new Set<FakeUtilityProcess>();

class FakeUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, ReturnType<typeof carry>>();

  constructor(file: string, args: string[], execArgv: string[]) {
    super();
    this.#child = fork(child, [file, ...args], { serialization: 'advanced', execArgv });
    running.add(this);
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (wire: Wire) => this.#hear(wire));
    this.#child.on('exit', (code, signal) => {
      running.delete(this);
      for (const port of this.#ports.values()) port.close();
      this.emit('exit', code ?? (signal === null ? 0 : 1));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  #hear(wire: Wire): void {
    if ('message' in wire) this.emit('message', wire.message);
    else if ('closed' in wire) this.#ports.get(wire.closed)?.close();
    else this.#ports.get(wire.port)?.receive(wire.data);
  }

  #send(wire: Wire): void {
    if (this.#child.connected) this.#child.send(wire);
  }

  postMessage(message: unknown, ports: FakePort[] = []): void {
    record.told.push({ pid: this.pid, message });
    const ids = ports.map((port) => {
      const carried = carry(port, {
        send: (data) => this.#send({ port: carried.id, data }),
        closed: () => this.#send({ closed: carried.id }),
      });
      this.#ports.set(carried.id, carried);
      return carried.id;
    });
    this.#send({ message, ports: ids });
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

type ForkOptions = { serviceName?: string; execArgv?: string[] };

export const utilityProcess = {
  fork: (file: string, args: string[] = [], options: ForkOptions = {}): FakeUtilityProcess => {
    const process = new FakeUtilityProcess(file, args, options.execArgv ?? []);
    record.forks.push({ file, args, options, pid: process.pid });
    return process;
  },
};

/** Ends what runs, as a crash does. */
export const crashUtilityProcesses = (): void => {
  for (const { pid } of running) if (pid !== undefined) process.kill(pid, 'SIGKILL');
};
