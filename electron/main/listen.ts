import { ipcMain, nativeTheme, Notification, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { channels } from '../shell/channels.ts';
import type { OfferedFiles } from './offered-files.ts';
import { secretStrength } from './secret-strength.ts';
import { ruleSender } from './senders.ts';
import type { ServiceProcess } from './service-process.ts';
import { updateModes } from './updates/update-choice.ts';
import type { KeepUpdated } from './updates/keep-updated.ts';
import type { ProgramWindow } from './window.ts';

export type ListenParts = {
  window(): ProgramWindow | undefined;
  service: ServiceProcess;
  offered: OfferedFiles;
  updates: KeepUpdated;
  onRefused(what: string, why: string): void;
};

const theme = z.enum(['light', 'dark', 'system']);
const notice = z.tuple([z.string().max(120), z.string().max(400)]);
const piece = z.tuple([z.string().length(32), z.number(), z.number()]);

type Heard = Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** What the page may say to main: eight things, each from the page alone and of a checked form. */
export const listen = ({ window, service, offered, updates, onRefused }: ListenParts): void => {
  const isWelcome = (channel: string, { sender, senderFrame }: Heard): boolean => {
    const frame = senderFrame;
    const ruling = ruleSender(
      frame === null
        ? null
        : {
            url: frame.url,
            isMainFrame: frame === sender.mainFrame,
            isOurWindow: window()?.shows(sender) === true,
          },
    );
    if (!ruling.allowed) onRefused(`a message on ${channel}`, ruling.reason);
    return ruling.allowed;
  };
  const hear = (channel: string, act: (event: IpcMainEvent, args: unknown[]) => void): void => {
    ipcMain.on(channel, (event, ...args: unknown[]) => {
      if (isWelcome(channel, event)) act(event, args);
    });
  };
  const answer = (channel: string, act: (args: unknown[]) => unknown): void => {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isWelcome(channel, event)) throw new Error('refused');
      return act(args);
    });
  };
  hear(channels.connect, (event) => {
    service.connect(event.sender, (port) => {
      // The page may have gone while the service started.
      if (event.sender.isDestroyed()) port.close();
      else event.sender.postMessage(channels.port, null, [port]);
    });
    window()?.pageIsThere();
  });
  hear(channels.theme, (_event, [value]) => {
    const parsed = theme.safeParse(value);
    if (parsed.success) nativeTheme.themeSource = parsed.data;
  });
  hear(channels.notify, (_event, args) => {
    const parsed = notice.safeParse(args);
    if (!parsed.success || !Notification.isSupported()) return;
    const [title, body] = parsed.data;
    const notification = new Notification({ title, body });
    notification.on('click', () => window()?.focus());
    notification.show();
  });
  answer(channels.readOffered, (args) => offered.read(...piece.parse(args)));
  answer(channels.secretStrength, () => secretStrength());
  answer(channels.updates, () => updates.settings());
  answer(channels.chooseUpdates, ([mode]) => updates.choose(updateModes.parse(mode)));
};
