// npm run check: every check that needs no running program.
import { join } from 'node:path';

import { isBuilt, measure, overBudget } from './analyze.ts';
import { type Check, reportChecks } from './commands.ts';
import { lintChecks } from './lint.ts';
import { isProgram, ROOT } from './node.mjs';
import { noticesCheck } from './notices.ts';
import { policyCheck } from './policies/write-policies.ts';
import { typeChecks } from './typecheck.ts';

export function staticChecks(): Check[] {
  const checks = [...typeChecks(), ...lintChecks(), noticesCheck, policyCheck];
  if (isBuilt())
    checks.push({
      name: 'bundle sizes',
      run: () => Promise.resolve(overBudget(measure(join(ROOT, 'dist'))).join('\n')),
    });
  return checks;
}

if (isProgram(import.meta.url)) await reportChecks(staticChecks());
