import { EventEmitter } from 'node:events';
import { machine, record } from './record.ts';

type MenuItem = { label?: string; role?: string; click?: () => void; submenu?: MenuItem[]; type?: string };

export class Menu {
  static current: MenuItem[] = [];
  readonly items: MenuItem[];

  private constructor(items: MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: MenuItem[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu): void {
    Menu.current = menu.items;
    record.menus.push(menu.items.map((item) => item.label ?? item.role ?? ''));
  }

  static entries(items: readonly MenuItem[] = Menu.current): string[] {
    return items.flatMap(({ label, role, submenu = [] }) => [label ?? role ?? '', ...Menu.entries(submenu)]);
  }

  /** As a person chooses an entry: by the labels on the way. */
  static choose(labels: readonly string[]): void {
    let items = Menu.current;
    let found: MenuItem | undefined;
    for (const label of labels) {
      found = items.find((item) => item.label === label);
      items = found?.submenu ?? [];
    }
    if (found?.click === undefined) throw new Error(`no entry ${labels.join(' › ')}`);
    found.click();
  }
}

export class Tray extends EventEmitter {
  constructor(icon: string) {
    super();
    record.trays.push(icon);
  }

  setToolTip(): void {}
  setContextMenu(): void {}
}

export class Notification extends EventEmitter {
  readonly #options: { title: string; body: string };

  constructor(options: { title: string; body: string }) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    record.notifications.push(this.#options);
  }
}

export const openDialogs: ((button: number) => void)[] = [];

export const dialog = {
  showMessageBox: (options: Record<string, unknown>): Promise<{ response: number }> => {
    record.dialogs.push(options);
    const response = record.answers.shift();
    if (response !== undefined) return Promise.resolve({ response });
    // A person who says nothing leaves the dialog open, perhaps for good.
    return new Promise((resolve) => openDialogs.push((button) => resolve({ response: button })));
  },
  showOpenDialog: (): Promise<{ filePaths: string[] }> => {
    const path = record.chosen.shift();
    return Promise.resolve({ filePaths: path === undefined ? [] : [path] });
  },
};

export const shell = {
  openExternal: (address: string): Promise<void> => {
    record.external.push(address);
    return Promise.resolve();
  },
  openPath: (path: string): Promise<string> => {
    record.openedPaths.push(path);
    return Promise.resolve('');
  },
};

/** Nothing of the tests reaches a network. */
export const net = { fetch: (): Promise<Response> => Promise.reject(new Error('no network')) };

export const nativeTheme = {
  themeSource: 'system',
  get shouldUseDarkColors(): boolean {
    return machine.dark;
  },
};

export const crashReporter = { start: (options: unknown) => void record.crashReporter.push(options) };

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
};

class FakePowerMonitor extends EventEmitter {
  get onBatteryPower(): boolean {
    return machine.onBattery;
  }
}
export const powerMonitor = new FakePowerMonitor();

export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(machine.encrypts),
  getSelectedStorageBackend: () => machine.keyring,
};

/** The listeners of main, and a way to reach them from any frame, also from one that has no right to. */
class FakeIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();

  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => unknown): void {
    this.#handlers.set(channel, handler);
  }

  async invoke(channel: string, event: unknown, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`no handler for ${channel}`);
    return handler(event, ...args);
  }
}
export const ipcMain = new FakeIpcMain();
