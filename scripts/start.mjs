// npm start: from a fresh clone to the open app. Runs on any Node from 18 on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { install, mustBeWritable } from './install.mjs';
import { exitWith, ROOT, runNode, Trouble } from './node.mjs';
import { buildIsFresh } from './sources.mjs';

const HOST = join(ROOT, 'dist', 'service', 'browser-host.js');

await exitWith(async () => {
  await install(ROOT);
  if (!buildIsFresh(ROOT)) await build();
  return runNode(HOST, process.argv.slice(2));
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
