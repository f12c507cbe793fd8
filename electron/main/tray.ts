import { Menu, Tray } from 'electron';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';

export type TrayParts = { icon: string; show(): void; go(path: string): void; quit(): void };

/** An icon in the tray, where there is one: a desktop without a tray loses nothing by it. */
export const setTray = ({ icon, show, go, quit }: TrayParts): Tray | undefined => {
  try {
    const tray = new Tray(icon);
    tray.setToolTip('Americano');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words.show, click: show },
        { label: words.study, click: () => go('/study') },
        { type: 'separator' },
        { label: words.quit, click: quit },
      ]),
    );
    tray.on('click', show);
    return tray;
  } catch {
    return undefined;
  }
};
