import { Menu, shell, type MenuItemConstructorOptions } from 'electron';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';

export type MenuParts = {
  isMac: boolean;
  isPackaged: boolean;
  /** Then it leads nowhere but within the program, and does not end it. */
  isKiosk: boolean;
  go(path: string): void;
  openPackage(): void;
  profileFolder: string;
};

/** The places of the program and what a system expects in a menu. Undo and redo are the page's: they know what was done. */
export const menuTemplate = ({
  isMac,
  isPackaged,
  isKiosk,
  go,
  openPackage,
  profileFolder,
}: MenuParts): MenuItemConstructorOptions[] => [
  ...(isMac && !isKiosk ? [{ role: 'appMenu' } as const] : []),
  ...(isKiosk
    ? []
    : [
        {
          label: words.file,
          submenu: [
            { label: words.importPackage, accelerator: 'CmdOrCtrl+O', click: openPackage },
            { label: words.openFolder, click: () => void shell.openPath(profileFolder) },
            { type: 'separator' } as const,
            { label: words.settings, accelerator: 'CmdOrCtrl+,', click: () => go('/settings') },
            { type: 'separator' } as const,
            { role: isMac ? ('close' as const) : ('quit' as const) },
          ],
        },
      ]),
  {
    label: words.edit,
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  },
  {
    label: words.go,
    submenu: [
      { label: words.today, click: () => go('/') },
      { label: words.study, click: () => go('/study') },
      { label: words.library, click: () => go('/library') },
      { label: words.history, click: () => go('/history') },
    ],
  },
  {
    label: words.view,
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      ...(isKiosk ? [] : [{ role: 'togglefullscreen' } as const]),
      // A released program has no tools to look behind a card.
      ...(isPackaged || isKiosk ? [] : [{ role: 'toggleDevTools' } as const, { role: 'reload' } as const]),
    ],
  },
];

export const setMenu = (parts: MenuParts): void =>
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(parts)));
