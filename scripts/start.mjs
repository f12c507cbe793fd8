// npm start: from a fresh clone to the open app. Runs on any Node from 18 on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { electronBinary, runElectron, wantsElectron } from './electron.mjs';
import { install, mustBeWritable } from './install.mjs';
import { exitWith, ROOT, runNode, Trouble } from './node.mjs';
import { buildIsFresh } from './sources.mjs';

const HOST = join(ROOT, 'dist', 'service', 'browser-host.js');

await exitWith(async () => {
  await install(ROOT);
  if (!buildIsFresh(ROOT)) await build();
  const args = process.argv.slice(2);
  if (wantsElectron(args, process.env, process.platform)) {
    const electron = electronBinary(ROOT);
    if (electron !== undefined) return runElectron(electron, ROOT, args);
    process.stderr.write(
      'Electron is not here (npx install-electron fetches it): opening a browser window.\n',
    );
  }
  return runNode(
    HOST,
    args.filter((arg) => arg !== '--browser-host'),
  );
});

async function build() {
  mustBeWritable(ROOT);
  process.stderr.write('Building Americano …\n');
  const code = await runNode(join(ROOT, 'scripts', 'build.ts'), ['--quiet']);
  if (code !== 0 || !existsSync(HOST)) {
    throw new Trouble(
      'The build failed; what is wrong stands above. After a change of the sources, undo it and start again.',
    );
  }
}
