import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './record.ts';
import { openBrowser } from './browser.ts';

type Preventable = { preventDefault(): void; prevented: boolean };

export const preventable = <T extends object>(more: T): Preventable & T => {
  const event = {
    ...more,
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  return event;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The life of a program: the lock of one instance is a file in its folder, and a second one leaves its arguments there. */
class FakeApp extends EventEmitter {
  /** A checkout, unless a test asks for a program that was installed. */
  readonly isPackaged = process.env['FAKE_ELECTRON_PACKAGED'] === '1';
  readonly #paths = new Map<string, string>();
  readonly #ready = openBrowser();
  closeWindows: () => Promise<void> = () => Promise.resolve();

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? '';
  }

  enableSandbox(): void {
    record.sandboxEnabled = true;
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'lock.json');
    const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : undefined;
    if (owner !== undefined && isAlive(owner)) {
      const news = { args: process.argv, cwd: process.cwd() };
      writeFileSync(join(folder, `second-${process.pid}.json`), JSON.stringify(news));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    watch(folder, () => this.#hearSecond(folder)).unref();
    return true;
  }

  #hearSecond(folder: string): void {
    for (const name of readdirSync(folder).filter((file) => file.startsWith('second-'))) {
      const path = join(folder, name);
      try {
        const { args, cwd } = JSON.parse(readFileSync(path, 'utf8')) as { args: string[]; cwd: string };
        rmSync(path);
        // Electron gives the command line without the flags of its own: the program first.
        this.emit('second-instance', {}, args.slice(1), cwd);
      } catch {
        // Half written: the next event brings the rest.
      }
    }
  }

  whenReady(): Promise<unknown> {
    return this.#ready;
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record.protocolClients.push(scheme);
    return true;
  }

  quit(): void {
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.prevented) return;
    void this.closeWindows().finally(() => this.exit(0));
  }

  exit(code: number): void {
    this.emit('quit');
    process.exit(code);
  }
}

export const app = new FakeApp();
// An application that is run from its folder, as in development.
Object.assign(process, { defaultApp: !app.isPackaged });
