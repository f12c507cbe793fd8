import { app } from './app.ts';
import { windows } from './browser-window.ts';
import { machine, record } from './record.ts';
import { permissions, protocol } from './session.ts';
import { ipcMain, Menu, nativeTheme, openDialogs, powerMonitor } from './system.ts';
import { crashUtilityProcesses } from './utility-process.ts';

/** A frame that sends something; `isOther`: of contents that are no window of the program. */
type Frame = { url: string; isMain: boolean; isOther?: boolean };

/** What the system or a person does to the program, and what a test asks about it. Each answers with plain data. */
const acts = {
  state: () => ({
    record,
    theme: nativeTheme.themeSource,
    windows: [...windows].map(({ options, isShown, focusCount }) => ({ options, isShown, focusCount })),
  }),
  setMachine: (changes: Partial<typeof machine>) => {
    Object.assign(machine, changes);
    powerMonitor.emit(machine.onBattery ? 'on-battery' : 'on-ac');
  },
  press: (...buttons: number[]) => void record.answers.push(...buttons),
  /** Presses a button of the dialog that has been open longest. */
  answer: (button: number) => openDialogs.shift()?.(button),
  choose: (path: string) => void record.chosen.push(path),
  menu: (...labels: string[]) => Menu.choose(labels),
  /** Labels and roles of all entries of the menu. */
  entries: () => Menu.entries(),
  openUrl: (url: string) => app.emit('open-url', { preventDefault: () => undefined }, url),
  openFile: (path: string) => app.emit('open-file', { preventDefault: () => undefined }, path),
  crashService: () => crashUtilityProcesses(),
  crashPage: () => [...windows][0]?.webContents.crash(),
  quit: () => app.quit(),
  closeWindow: () => void [...windows][0]?.close(),
  resize: (width: number, height: number) => {
    const [window] = windows;
    if (window !== undefined) Object.assign(window.options, { width, height });
    window?.emit('resize');
  },
  navigate: (url: string, isMainFrame: boolean) =>
    [...windows][0]?.webContents.wouldNavigate(url, isMainFrame),
  redirect: (url: string) => [...windows][0]?.webContents.wouldRedirect(url),
  webview: () => [...windows][0]?.webContents.wouldAttachWebview(),
  openWindow: (url: string) => [...windows][0]?.webContents.openHandler({ url }).action,
  /** Without a handler Electron says yes. */
  permission: (permission: string, origin: string, isMainFrame: boolean) => {
    let requested = true;
    permissions.request?.(null, permission, (granted) => (requested = granted), {
      requestingUrl: origin,
      isMainFrame,
    });
    return { requested, checked: permissions.check?.(null, permission, origin, { isMainFrame }) ?? true };
  },
  device: () => permissions.device?.({}) ?? true,
  display: () => {
    let streams: object | undefined;
    permissions.display?.({}, (given) => (streams = given));
    return streams ?? null;
  },
  /** A message to main from any frame. */
  ipc: async (channel: string, args: unknown[], frame: Frame | null) => {
    const sender = frame?.isOther === true ? { mainFrame: { url: '' } } : [...windows][0]?.webContents;
    const senderFrame =
      frame === null
        ? null
        : frame.isMain
          ? Object.assign(sender?.mainFrame ?? {}, { url: frame.url })
          : { url: frame.url };
    ipcMain.emit(channel, { sender, senderFrame }, ...args);
    return ipcMain.invoke(channel, { sender, senderFrame }, args).then(
      () => 'answered',
      (error: unknown) => String(error),
    );
  },
  ask: async (address: string, method: string) => {
    const response = await protocol.ask(new URL(address).protocol.slice(0, -1), address, method);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      bytes: (await response.arrayBuffer()).byteLength,
    };
  },
} as const;

export type Acts = typeof acts;

/** A link that a Mac starts the program for: it comes as soon as somebody listens, which is before the program is ready. */
const firstLink = process.argv.find((arg) => arg.startsWith('--fake-first-link='))?.slice(18);
if (firstLink !== undefined)
  app.on('newListener', (event) => {
    if (event === 'open-url') queueMicrotask(() => acts.openUrl(firstLink));
  });

process.on('message', ({ id, act, args }: { id: number; act: keyof Acts; args: unknown[] }) => {
  const perform = acts[act] as (...given: unknown[]) => unknown;
  Promise.resolve()
    .then(() => perform(...args))
    .then(
      (value) => process.send?.({ id, value: value ?? null }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
});
