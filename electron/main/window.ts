import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { OpenRequest } from '#renderer/transport/shell-bridge.ts';
import { appOrigin, channels } from '../shell/channels.ts';
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts';
import { windowPreferences } from './window-preferences.ts';

export type WindowParts = {
  preload: string;
  icon: string;
  /** Where its place on the screen is remembered. */
  stateFile: string;
  spellcheck: boolean;
  /** Fills the screen and cannot be left. */
  isKiosk: boolean;
};

/** Paper and espresso of the page, so that nothing flashes before it is drawn. */
const canvas = { light: '#fcfaf5', dark: '#191410' };
const settleMs = 400;

/** The window of the program. What it is asked to open waits until its page has come. */
export class ProgramWindow {
  readonly window: BrowserWindow;
  readonly #waiting: OpenRequest[] = [];
  #isThere = false;

  constructor({ preload, icon, stateFile, spellcheck, isKiosk }: WindowParts) {
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const place = placeWindow(readWindowState(stateFile), screens);
    this.window = new BrowserWindow({
      ...place.box,
      minWidth: 320,
      minHeight: 400,
      show: false,
      kiosk: isKiosk,
      title: 'Americano',
      icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
      autoHideMenuBar: true,
      webPreferences: windowPreferences(preload, spellcheck),
    });
    if (place.isMaximized) this.window.maximize();
    this.window.once('ready-to-show', () => this.window.show());
    this.#remember(stateFile);
    // A page that loads again has no listener until it says that it is there.
    this.window.webContents.on('did-start-loading', () => {
      this.#isThere = false;
    });
  }

  load(): Promise<void> {
    return this.window.loadURL(`${appOrigin}/index.html`);
  }

  /** The page listens from now on. */
  pageIsThere(): void {
    this.#isThere = true;
    for (const request of this.#waiting.splice(0)) this.open(request);
  }

  serviceIsLost(): void {
    if (!this.window.isDestroyed()) this.window.webContents.send(channels.lost);
  }

  open(request: OpenRequest): void {
    if (!this.#isThere) this.#waiting.push(request);
    else this.window.webContents.send(channels.open, request);
  }

  focus(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  shows(contents: WebContents): boolean {
    return !this.window.isDestroyed() && this.window.webContents === contents;
  }

  #remember(file: string): void {
    let timer: NodeJS.Timeout | undefined;
    const write = (): void => {
      if (this.window.isDestroyed()) return;
      writeWindowState(file, { box: this.window.getNormalBounds(), isMaximized: this.window.isMaximized() });
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(write, settleMs);
    };
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      this.window.on(event as 'resize', later);
    this.window.on('close', () => {
      clearTimeout(timer);
      write();
    });
  }
}
