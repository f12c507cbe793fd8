// npm run lint: rules of the language (oxlint), walls between folders, formatting, unused code, paths of one machine.
import { extname } from 'node:path';

import { type Check, reportChecks, toolCheck } from './commands.ts';
import { findMachinePaths, machinePathPattern } from './machine-paths.ts';
import { isProgram, ROOT } from './node.mjs';
import { findBreaches } from './walls/find-breaches.ts';
import { listTree, readTexts } from './walls/read-tree.ts';

const CODE = new Set(['.ts', '.tsx', '.mts', '.mjs']);
const TEXT = new Set([...CODE, '.json', '.md', '.css', '.html', '.sql', '.py', '.c', '.yml', '']);

export function lintChecks(): Check[] {
  return [
    toolCheck('oxlint', 'oxlint/bin/oxlint', ['--type-aware', '--format=unix']),
    { name: 'walls', run: checkWalls },
    toolCheck('format', 'oxfmt/bin/oxfmt', ['--check', '.']),
    toolCheck('knip', 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
    { name: 'machine paths', run: checkMachinePaths },
  ];
}

function checkWalls(): Promise<string> {
  const names = listTree(ROOT);
  const code = readTexts(
    ROOT,
    names.filter((name) => CODE.has(extname(name))),
  );
  return Promise.resolve(findBreaches(code, new Set(names)).join('\n'));
}

function checkMachinePaths(): Promise<string> {
  const names = listTree(ROOT).filter((name) => TEXT.has(extname(name)) && name !== 'package-lock.json');
  return Promise.resolve(findMachinePaths(readTexts(ROOT, names), machinePathPattern(ROOT)).join('\n'));
}

if (isProgram(import.meta.url)) await reportChecks(lintChecks());
