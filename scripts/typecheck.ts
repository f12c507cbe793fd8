// npm run typecheck: every environment has its own tsconfig, and each must be without errors.
import { readdirSync } from 'node:fs';

import { type Check, reportChecks, toolCheck } from './commands.ts';
import { isProgram, ROOT } from './node.mjs';

/** tsconfig.base.json is what the others extend, tsconfig.json lists them for editors. */
const ENVIRONMENT = /^tsconfig\.(?!base\.)([a-z]+)\.json$/;

export function typeChecks(): Check[] {
  return readdirSync(ROOT)
    .filter((name) => ENVIRONMENT.test(name))
    .map((name) => {
      const environment = ENVIRONMENT.exec(name)?.[1] ?? name;
      return toolCheck(`types (${environment})`, 'typescript/bin/tsc', [
        '-p',
        name,
        '--noEmit',
        '--pretty',
        'false',
      ]);
    });
}

if (isProgram(import.meta.url)) await reportChecks(typeChecks());
