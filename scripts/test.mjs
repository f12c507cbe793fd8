// npm test: from a fresh clone to the line that counts. Runs on any Node from 18 on.
import { join } from 'node:path';

import { install } from './install.mjs';
import { exitWith, ROOT, runNode } from './node.mjs';

await exitWith(async () => {
  await install(ROOT);
  return runNode(join(ROOT, 'scripts', 'tests', 'main.ts'), process.argv.slice(2));
});
