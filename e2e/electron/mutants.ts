import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program that is there; the campaign of mutants names a broken one, of which copies are then made. */
const broken = process.env['AMERICANO_SHELL_MAIN'];
const root =
  broken === undefined ? fileURLToPath(new URL('../../', import.meta.url)) : join(broken, '..', '..', '..');

/** A change of the built shell: in main, or in the preload. */
export type Change = { file?: 'main.js' | 'preload.cjs'; from: RegExp | string; to: string };

/**
 * A copy of the built program whose files of some parts went through `change`; the rest is the program's own. Returns its
 * main and how many files are others.
 */
const copyProgram = (
  copy: string,
  parts: readonly ('shell' | 'service')[],
  change: (name: string, text: string) => string,
): { main: string; changes: number } => {
  let changes = 0;
  mkdirSync(join(copy, 'dist'), { recursive: true });
  const whole = ['service', 'shell'].filter((part) => !parts.some((name) => name === part));
  for (const name of [...whole, 'renderer', 'renderer.json'])
    symlinkSync(join(root, 'dist', name), join(copy, 'dist', name));
  for (const name of ['resources', 'node_modules']) symlinkSync(join(root, name), join(copy, name));
  for (const part of parts) {
    mkdirSync(join(copy, 'dist', part));
    for (const name of readdirSync(join(root, 'dist', part))) {
      const text = readFileSync(join(root, 'dist', part, name), 'utf8');
      const changed = change(name, text);
      if (changed !== text) changes += 1;
      writeFileSync(join(copy, 'dist', part, name), changed);
    }
  }
  return { main: join(copy, 'dist', 'shell', 'main.js'), changes };
};

/** The folder of policies in the built program, and who must own it. */
const policyFolder = 'folder=`/etc/americano/policies`,trusted=0';

/** A copy of the built program that reads its policies from a folder of the test's, owned by whoever runs it. Returns its main. */
const writeManaged = (folder: string, policies: string): string => {
  const ours = `folder=${JSON.stringify(policies)},trusted=${process.getuid?.() ?? 0}`;
  const copy = join(folder, 'managed-program');
  const { main, changes } = copyProgram(copy, ['shell', 'service'], (_name, text) =>
    text.replace(policyFolder, () => ours),
  );
  // Main reads them for the window, the service for what it does.
  if (changes < 2) throw new Error('the built program reads no policies');
  return main;
};

/** The same with these mandatory policies. */
export const managedBy = (folder: string, values: object): string => {
  const policies = join(folder, 'policies');
  mkdirSync(join(policies, 'managed'), { recursive: true });
  writeFileSync(join(policies, 'managed', 'school.json'), JSON.stringify(values));
  return writeManaged(folder, policies);
};

/** The program of `main`, which is a copy, as whoever releases builds it: with a key and a place of releases. Returns `main`. */
export const writeReleased = (main: string): string => {
  const text = readFileSync(main, 'utf8');
  const released = text
    .replace(/releaseKey=[\w$]+\(``\)/, 'releaseKey=`a key`')
    .replace(/releaseFeed=[\w$]+\(``\)/, 'releaseFeed=`https://releases.example/`');
  if (!/releaseKey=`a key`[^;]*releaseFeed=`https/.test(released)) throw new Error('the build knows no key');
  writeFileSync(main, released);
  return main;
};

/** A copy of the built program with one thing changed. Returns its main. Throws where there is nothing to change. */
export const writeMutant = (folder: string, { file = 'main.js', from, to }: Change): string => {
  const { main, changes } = copyProgram(join(folder, 'mutant'), ['shell'], (name, text) =>
    name === file ? text.replace(from, to) : text,
  );
  if (changes === 0) throw new Error(`${file} has no ${String(from)}`);
  return main;
};

/** A member of the window's preferences, as the bundler writes it. */
const preference = (name: string, to: string): Pick<Change, 'from' | 'to'> => ({
  from: new RegExp(`\\b${name}:(!0|!1|\`\`)`),
  to: `${name}:${to}`,
});
const call = (name: string): Pick<Change, 'from' | 'to'> => ({
  from: `.${name}(`,
  // Something that takes whatever it is given and does nothing to what is judged.
  to: '.setSpellCheckerLanguages(',
});
const listener = (name: string): Pick<Change, 'from' | 'to'> => ({
  from: `on(\`${name}\``,
  to: 'on(`nothing`',
});

/** Of each item of the list, what holds it taken away. 16 and 19 belong to packages, and are tested with them. */
export const mutantsOfSecurity: readonly (Change & { item: number; what: string })[] = [
  { item: 1, what: 'redirections lead anywhere', ...listener('will-redirect') },
  { item: 2, what: 'pages have Node', ...preference('nodeIntegration', 'true') },
  { item: 2, what: 'workers have Node', ...preference('nodeIntegrationInWorker', 'true') },
  { item: 2, what: 'frames have Node', ...preference('nodeIntegrationInSubFrames', 'true') },
  { item: 3, what: 'no isolation', ...preference('contextIsolation', 'false') },
  { item: 4, what: 'no sandbox for the window', ...preference('sandbox', 'false') },
  { item: 4, what: 'no sandbox for other processes', from: 'app.enableSandbox()', to: 'void 0' },
  { item: 5, what: 'requests are not judged', ...call('setPermissionRequestHandler') },
  { item: 5, what: 'checks are not judged', ...call('setPermissionCheckHandler') },
  { item: 5, what: 'devices are given', ...call('setDevicePermissionHandler') },
  { item: 5, what: 'the screen is shown', ...call('setDisplayMediaRequestHandler') },
  { item: 6, what: 'no web security', ...preference('webSecurity', 'false') },
  {
    item: 7,
    what: 'scripts come from anywhere',
    from: `script-src 'self'`,
    to: `script-src * 'unsafe-inline'`,
  },
  { item: 8, what: 'insecure content', ...preference('allowRunningInsecureContent', 'true') },
  { item: 9, what: 'experiments', ...preference('experimentalFeatures', 'true') },
  { item: 10, what: 'features of Blink', ...preference('enableBlinkFeatures', '`All`') },
  { item: 11, what: 'pages may have webviews', ...preference('webviewTag', 'true') },
  { item: 12, what: 'webviews are attached', ...listener('will-attach-webview') },
  { item: 13, what: 'navigation leads anywhere', ...listener('will-frame-navigate') },
  { item: 13, what: 'every address is the page', from: 'return url!==null&&', to: 'return true||' },
  { item: 14, what: 'windows open', from: '?`allow`:`deny`', to: '?`allow`:`allow`' },
  {
    item: 15,
    what: 'every link leaves',
    from: 'refuse(`${url.protocol} can start programs`)',
    to: 'allow(``)',
  },
  { item: 17, what: 'frames are heard', from: 'refuse(`a frame within the page`)', to: 'allow(``)' },
  { item: 17, what: 'other pages are heard', from: 'refuse(`another page`)', to: 'allow(``)' },
  { item: 17, what: 'other windows are heard', from: /isOurWindow:[^}]*===!0/, to: 'isOurWindow:true' },
  { item: 17, what: 'nobody is judged', from: 'isWelcome(channel,event)&&act', to: 'act' },
  { item: 18, what: 'the scheme is above policies', from: 'supportFetchAPI:!0', to: 'bypassCSP:true' },
  { item: 18, what: 'whatever is asked is written', from: 'request.method!==`GET`', to: 'false' },
  {
    item: 20,
    what: 'the page has the messages of the shell',
    file: 'preload.cjs',
    from: 'exposeInMainWorld("americanoShell", bridge)',
    to: 'exposeInMainWorld("americanoShell", { ...bridge, ipcRenderer: electron.ipcRenderer })',
  },
];
