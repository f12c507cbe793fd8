import type { Shell } from './start-shell.ts';
import type { Page } from '@playwright/test';
import { fuses } from '#build/fuses.ts';

type Items = Record<number, boolean>;

const page = 'app://americano/index.html';
const elsewhere = [
  'https://example.org/',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'javascript:alert(1)',
];

/** Channels of main, each from frames that have no right to any. */
const strangers = [
  null,
  { url: 'https://example.org/', isMain: true },
  { url: page, isMain: false },
  { url: page, isMain: true, isOther: true },
  { url: 'about:srcdoc', isMain: false },
] as const;

/** All that a page meets of the shell, in order. */
const bridgeMembers = [
  'chooseUpdates',
  'connect',
  'notify',
  'onLost',
  'onOpen',
  'readOffered',
  'secretStrength',
  'setTheme',
  'updates',
];

/** What a page finds of the shell and of Electron, besides what every page has. */
const exposed = (shown: Page): Promise<string[]> =>
  shown.evaluate(() => {
    const found = ['require', 'process', 'module', 'ipcRenderer', 'electron', 'Buffer'].filter(
      (name) => name in window,
    );
    return [...found, ...Object.keys(window.americanoShell ?? {})].toSorted();
  });

const refusesStrangers = async (shell: Shell): Promise<boolean> => {
  const answers = [];
  for (const frame of strangers) {
    answers.push(await shell.act('ipc', 'americano:secret-strength', [], frame));
    await shell.act('ipc', 'americano:theme', ['dark'], frame);
    await shell.act('ipc', 'americano:notify', ['a', 'b'], frame);
  }
  const { theme, record } = await shell.act('state');
  await shell.act('ipc', 'americano:secret-strength', [], { url: page, isMain: true });
  return (
    answers.every((answer) => answer.includes('refused')) &&
    theme !== 'dark' &&
    record.notifications.length === 0
  );
};

/**
 * Electron's list of twenty things to see to (https://www.electronjs.org/docs/latest/tutorial/security), by its numbers:
 * what the running shell has done about each, as the fake of Electron recorded it.
 * @returns the numbers of those that do not hold
 */
export const failedItems = async (shell: Shell, shown: Page, version: string): Promise<number[]> => {
  const { windows, record } = await shell.act('state');
  const [window] = windows;
  const preferences = (window?.options.webPreferences ?? {}) as Record<string, unknown>;
  const index = await shell.act('ask', page, 'GET');
  const policy = index.headers['content-security-policy'] ?? '';
  const refused = async (asked: readonly Promise<unknown>[]): Promise<boolean> =>
    (await Promise.all(asked)).every((allowed) => allowed === false);
  const permission = await shell.act('permission', 'media', page, true);
  const clipboard = await shell.act('permission', 'clipboard-sanitized-write', page, true);
  const opened = await Promise.all(
    ['https://example.org/', 'file:///etc/passwd'].map((url) => shell.act('openWindow', url)),
  );
  const { record: after } = await shell.act('state');
  const items: Items = {
    // Content comes from the program alone, whatever a page or a redirection asks for.
    1: await refused(elsewhere.map((url) => shell.act('redirect', url))),
    2:
      preferences['nodeIntegration'] === false &&
      preferences['nodeIntegrationInWorker'] === false &&
      preferences['nodeIntegrationInSubFrames'] === false,
    3: preferences['contextIsolation'] === true,
    4: preferences['sandbox'] === true && record.sandboxEnabled,
    5:
      !permission.requested &&
      !permission.checked &&
      clipboard.requested &&
      !(await shell.act('device')) &&
      JSON.stringify(await shell.act('display')) === '{}',
    6: preferences['webSecurity'] === true,
    7:
      /default-src 'none'/.test(policy) &&
      /script-src 'self'(;|$)/.test(policy) &&
      /frame-ancestors 'none'/.test(policy),
    8: preferences['allowRunningInsecureContent'] === false,
    9: preferences['experimentalFeatures'] === false,
    10: preferences['enableBlinkFeatures'] === '',
    11: preferences['webviewTag'] === false,
    12: (await shell.act('webview')) === false,
    13:
      (await refused(elsewhere.map((url) => shell.act('navigate', url, true)))) &&
      (await shell.act('navigate', page, true)) === true &&
      (await shell.act('navigate', page, false)) === false,
    14: opened.every((action) => action === 'deny'),
    15: after.external.join() === 'https://example.org/',
    // Within what the project supports: this major or the two before it are, at any time.
    16: Number(version.split('.')[0]) >= 45,
    17: await refusesStrangers(shell),
    18:
      window?.options !== undefined &&
      record.schemes.some(({ scheme, privileges }) => scheme === 'app' && privileges['bypassCSP'] !== true) &&
      (await shell.act('ask', 'app://americano/../package.json', 'GET')).status === 404 &&
      (await shell.act('ask', 'app://americano/%2e%2e/package.json', 'GET')).status === 404 &&
      (await shell.act('ask', 'app://elsewhere/index.html', 'GET')).status === 404 &&
      (await shell.act('ask', page, 'POST')).status === 405,
    19:
      !fuses.runAsNode &&
      !fuses.enableNodeOptionsEnvironmentVariable &&
      !fuses.enableNodeCliInspectArguments &&
      !fuses.grantFileProtocolExtraPrivileges &&
      fuses.enableEmbeddedAsarIntegrityValidation &&
      fuses.onlyLoadAppFromAsar,
    20: (await exposed(shown)).join() === bridgeMembers.join(),
  };
  return Object.entries(items)
    .filter(([, holds]) => !holds)
    .map(([item]) => Number(item));
};
