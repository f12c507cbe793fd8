import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { app, preventable } from './app.ts';
import { openBrowser } from './browser.ts';
import { pack, preloadWorld, unpack } from './page-side.ts';
import { carry, type FakePort } from './ports.ts';
import { protocol } from './session.ts';
import { ipcMain } from './system.ts';

type Options = { webPreferences: { preload: string }; width: number; height: number; x?: number; y?: number };
type Said =
  | { kind: 'send' | 'invoke'; channel: string; args: unknown[] }
  | { kind: 'port'; id: number; data: unknown }
  | { kind: 'closed'; id: number };

export const windows = new Set<BrowserWindow>();

let isReady = false;
void app.whenReady().then(() => {
  isReady = true;
});

const initScript = (preload: string): string => `(() => {
  if (window.top !== window) return;
  const pack = ${pack.toString()};
  const unpack = ${unpack.toString()};
  const require = (${preloadWorld.toString()})(pack, unpack);
  const module = { exports: {} };
  const exports = module.exports;
  ${preload}
})();`;

/** A page of Chromium as Electron's WebContents. Addresses are told as the program knows them, under its scheme. */
class FakeWebContents extends EventEmitter {
  readonly mainFrame: { url: string } = { url: '' };
  readonly #ports = new Map<number, ReturnType<typeof carry>>();
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  page: Page | undefined;
  #isDestroyed = false;

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler;
  }

  async show(page: Page, preload: string): Promise<void> {
    this.page = page;
    await page.exposeBinding('fakeCall', async (_source, text: string) =>
      pack(await this.#hear(unpack(text) as Said)),
    );
    await page.addInitScript(initScript(readFileSync(preload, 'utf8')));
    page.on('close', () => {
      this.#isDestroyed = true;
      this.#closePorts();
    });
    // The document goes, and its ports with it.
    page.on('request', (request) => {
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
      this.#closePorts();
      this.emit('did-start-loading');
    });
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  async #hear(said: Said): Promise<unknown> {
    if (said.kind === 'port') this.#ports.get(said.id)?.receive(said.data);
    else if (said.kind === 'closed') this.#ports.get(said.id)?.close();
    else {
      const event = { sender: this, senderFrame: this.mainFrame };
      if (said.kind === 'send') ipcMain.emit(said.channel, event, ...said.args);
      else
        return ipcMain
          .invoke(said.channel, event, said.args)
          .then((value) => ({ value }))
          .catch((error: unknown) => ({ error: String(error) }));
    }
    return null;
  }

  #tell(news: object): void {
    // A page that is just loading hears nothing, in Electron neither.
    this.page
      ?.evaluate(
        (text) => (window as unknown as { fakeHear?(text: string): void }).fakeHear?.(text),
        pack(news),
      )
      .catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ kind: 'message', channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, ports: FakePort[] = []): void {
    const ids = ports.map((port) => {
      const carried = carry(port, {
        send: (data) => this.#tell({ kind: 'port', id: carried.id, data }),
        closed: () => this.#tell({ kind: 'closed', id: carried.id }),
      });
      this.#ports.set(carried.id, carried);
      return carried.id;
    });
    this.#tell({ kind: 'message', channel, args: [message], ports: ids });
  }

  /** The process of the page ends: what was shown is gone. */
  async crash(): Promise<void> {
    this.#closePorts();
    await this.page?.goto('about:blank');
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }

  /** Whether a navigation to an address would be let through. */
  wouldNavigate(url: string, isMainFrame: boolean): boolean {
    const event = preventable({ url, isMainFrame });
    this.emit('will-frame-navigate', event);
    return !event.prevented;
  }

  wouldRedirect(url: string): boolean {
    const event = preventable({ url, isMainFrame: true });
    this.emit('will-redirect', event);
    return !event.prevented;
  }

  wouldAttachWebview(): boolean {
    const event = preventable({});
    this.emit('will-attach-webview', event, {}, {});
    return !event.prevented;
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  readonly options: Options;
  readonly #page: Promise<Page>;
  isShown = false;
  focusCount = 0;
  #isMaximized = false;

  constructor(options: Options) {
    super();
    if (!isReady) throw new Error('Cannot create BrowserWindow before app is ready');
    this.options = options;
    windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    this.#page = this.#open();
  }

  async #open(): Promise<Page> {
    const page = await (await openBrowser()).newPage();
    await page.setViewportSize({ width: this.options.width, height: this.options.height });
    await this.webContents.show(page, this.options.webPreferences.preload);
    page.on('close', () => {
      windows.delete(this);
      this.emit('closed');
      if (windows.size === 0) app.emit('window-all-closed');
    });
    return page;
  }

  async loadURL(address: string): Promise<void> {
    const { protocol: scheme, host, pathname } = new URL(address);
    const page = await this.#page;
    this.webContents.mainFrame.url = address;
    await page.goto(`${await protocol.originOf(scheme.slice(0, -1), host)}${pathname}`);
    this.emit('ready-to-show');
  }

  /** As a person closes it. */
  async close(): Promise<void> {
    const event = preventable({});
    this.emit('close', event);
    if (event.prevented) return;
    await (await this.#page).close();
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.focusCount += 1;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  maximize(): void {
    this.#isMaximized = true;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width, height } = this.options;
    return { x, y, width, height };
  }
}

app.closeWindows = async () => {
  await Promise.all([...windows].map((window) => window.close()));
};
