// node scripts/run.mjs FILE [ARGUMENTS]: runs a TypeScript file under a Node that can, quietly.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { install } from './install.mjs';
import { exitWith, ROOT, runNode } from './node.mjs';

await exitWith(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('usage: node scripts/run.mjs FILE [ARGUMENTS]\n');
    return 2;
  }
  // Only a bare clone is filled here: a program that measures must not reinstall behind somebody's back.
  if (!existsSync(join(ROOT, 'node_modules'))) await install(ROOT);
  return runNode(file, args);
});
