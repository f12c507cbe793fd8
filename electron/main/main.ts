import { pathToFileURL, fileURLToPath } from 'node:url';
import { app } from 'electron';
import { settleDataFolder } from '../policy/apply-data-folder.ts';
import { parseShellOptions } from './shell-options.ts';
import { registerScheme } from './app-protocol.ts';
import { startShell } from './shell.ts';

/** Two folders up from here, in the checkout as in a package. */
const root = fileURLToPath(new URL('../../', import.meta.url));

// Before anything asks where profiles are.
settleDataFolder();

const given = process.argv.slice(process.defaultApp ? 2 : 1);
const options = parseShellOptions(given, process.cwd(), process.env, process.platform);

/** The same program for a browser's window, for machines where this one's cannot be shown. */
const startBrowserHost = async (): Promise<void> => {
  const args = given.filter((arg) => arg !== '--browser-host');
  process.argv = [process.execPath, 'browser-host', ...args];
  const file = pathToFileURL(`${root}dist/service/browser-host.js`).href;
  // Checked border: a bundle of ours, whose export is this.
  const { isServing } = (await import(file)) as { isServing: boolean };
  // Electron waits for windows that will not come.
  if (!isServing) app.exit(Number(process.exitCode ?? 0));
};

if (options.browserHost) await startBrowserHost();
else {
  // Everything that must be said before `ready`.
  app.enableSandbox();
  registerScheme();
  startShell(options, root);
}
