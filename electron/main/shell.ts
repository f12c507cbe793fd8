import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { app, crashReporter, dialog, session, shell } from 'electron';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';
import { policyValue } from '#core/settings/policies/resolve-policies.ts';
import { dataHome } from '#core/store/profile.ts';
import { pageFiles } from '../page/page-files.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { fileLog } from '../service/log.ts';
import { linkScheme } from '../shell/channels.ts';
import { ownAppImage } from './app-image.ts';
import { servePage } from './app-protocol.ts';
import { placeOfLink } from './deep-links.ts';
import { guardContents } from './guard-contents.ts';
import { keepPage } from './keep-page.ts';
import { listen } from './listen.ts';
import { setMenu } from './menu.ts';
import { OfferedFiles } from './offered-files.ts';
import { applyPermissions } from './permissions.ts';
import { watchPower } from './power.ts';
import { ServiceProcess } from './service-process.ts';
import { parseShellOptions, type ShellOptions } from './shell-options.ts';
import { setSpelling } from './spelling.ts';
import { setTray } from './tray.ts';
import { askAboutTrouble, type TroubleParts } from './trouble.ts';
import { KeepUpdated } from './updates/keep-updated.ts';
import { windowFolder } from './window-folder.ts';
import { ProgramWindow } from './window.ts';

/** The life of the program around its page and its service. `root`: the folder of package.json. */
export const startShell = (options: ShellOptions, root: string): void => {
  const { profile } = options;
  // Windows, caches and the lock of a profile are its own: several profiles are several programs.
  const folder = windowFolder(profile, process.env, process.platform);
  app.setPath('userData', folder);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  // Dumps stay on this machine, for the person to send or not.
  crashReporter.start({ uploadToServer: false });
  const log = fileLog(profile);
  const onRefused = (what: string, why: string): void => log.note(`refused ${what}: ${why}`);
  const policies = readPolicies();
  const isKiosk = policyValue(policies, 'Kiosk') === true;
  const offered = new OfferedFiles();
  const updates = new KeepUpdated({
    policies,
    file: join(dataHome(process.env, process.platform), 'updates.json'),
    note: (what) => log.note(what),
  });
  let window: ProgramWindow | undefined;
  let isQuitting = false;

  const clock = [
    ...(options.now === undefined ? [] : ['--now', options.now]),
    ...(options.zone === undefined ? [] : ['--zone', options.zone]),
  ];
  const service = new ServiceProcess({
    file: join(root, 'dist', 'service', 'utility.js'),
    args: ['--profile', profile, ...clock],
    now: () => performance.now(),
    onMessage: ({ folder }) => openProfile(folder),
    onCrash: (code) => {
      log.note(`the service has ended with code ${code}`);
      window?.serviceIsLost();
    },
    onTrouble: (trouble) => ask(trouble, () => service.start()),
  });
  const ask = (trouble: Pick<TroubleParts, 'sentence' | 'code'>, again: () => void): void =>
    void askAboutTrouble({ ...trouble, profileFolder: profile, isKiosk }).then((choice) => {
      if (choice === 'again') again();
      else app.quit();
    });

  const openProfile = (folder: string): void => {
    const entry = process.defaultApp ? [root] : [];
    // What lies in the mount of an AppImage goes when this program ends.
    const program = ownAppImage(process.env, process.execPath) ?? process.execPath;
    spawn(program, [...process.execArgv, ...entry, '--profile', folder, ...clock], {
      detached: true,
      stdio: 'ignore',
    }).unref();
  };

  const show = (): void => {
    if (window === undefined) openWindow();
    else window.focus();
  };
  const go = (path: string): void => {
    show();
    window?.open({ kind: 'path', path });
  };
  const offer = async (path: string): Promise<void> => {
    const file = await offered.offer(path);
    if (file === undefined) return onRefused(`the file ${path}`, 'no package that can be read');
    show();
    window?.open({ kind: 'package', file });
  };
  const openPackage = async (): Promise<void> => {
    const { filePaths } = await dialog.showOpenDialog({
      properties: ['openFile'],
      filters: [{ name: words.packages, extensions: ['apkg', 'colpkg', 'anki2', 'anki21'] }],
    });
    const [path] = filePaths;
    if (path !== undefined) await offer(path);
  };
  const openFrom = ({ place, file }: Pick<ShellOptions, 'place' | 'file'>): void => {
    if (place !== undefined) go(place);
    if (file !== undefined) void offer(file);
  };

  const openWindow = (): void => {
    const dictionaries = policyValue(policies, 'SpellingDictionaries');
    const spellcheck = setSpelling(session.defaultSession, {
      platform: process.platform,
      source: typeof dictionaries === 'string' ? dictionaries : undefined,
    });
    window = new ProgramWindow({
      preload: join(root, 'dist', 'shell', 'preload.cjs'),
      icon: join(root, 'resources', 'icons', 'americano.png'),
      stateFile: join(folder, 'place.json'),
      spellcheck,
      isKiosk,
    });
    window.window.on('close', (event) => {
      if (isKiosk && !isQuitting) event.preventDefault();
    });
    window.window.on('closed', () => {
      window = undefined;
    });
    const opened = window;
    const load = (): void => {
      if (!opened.window.isDestroyed()) opened.load().catch((error: unknown) => log.unexpected(error));
    };
    keepPage(opened.window.webContents, {
      now: () => performance.now(),
      load,
      note: (what) => log.note(what),
      onTrouble: (code) => ask({ sentence: words.pageCrashed(code), code }, load),
    });
    load();
  };

  app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, {
      isKiosk,
      openExternal: (address) =>
        void shell.openExternal(address).catch((error: unknown) => log.unexpected(error)),
      onRefused,
    }),
  );
  app.on('second-instance', (_event, args, folder) => {
    show();
    openFrom(parseShellOptions(args.slice(1), folder, process.env, process.platform));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const place = placeOfLink(link);
    if (place === undefined) onRefused(`the link ${link.slice(0, 256)}`, 'it names no place of the program');
    // A link can be what the program is started for, and then comes before there can be a window.
    else void app.whenReady().then(() => go(place));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void app.whenReady().then(() => offer(path));
  });
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (isQuitting) return;
    event.preventDefault();
    isQuitting = true;
    void Promise.all([service.close(), offered.close()])
      .catch((error: unknown) => log.unexpected(error))
      .finally(() => app.quit());
  });

  void app
    .whenReady()
    .then(() => {
      applyPermissions(session.defaultSession, onRefused);
      servePage(
        session.defaultSession,
        pageFiles(join(root, 'dist', 'renderer'), join(root, 'dist', 'renderer.json')),
      );
      listen({ window: () => window, service, offered, updates, onRefused });
      app.setAsDefaultProtocolClient(linkScheme);
      setMenu({
        isMac: process.platform === 'darwin',
        isPackaged: app.isPackaged,
        isKiosk,
        go,
        openPackage: () => void openPackage(),
        profileFolder: profile,
      });
      service.start();
      openWindow();
      if (!isKiosk)
        setTray({ icon: join(root, 'resources', 'icons', 'tray.png'), show, go, quit: () => app.quit() });
      watchPower((news) => service.tell(news));
      updates.start();
      openFrom(options);
    })
    .catch((error: unknown) => {
      log.unexpected(error);
      app.exit(1);
    });
};
