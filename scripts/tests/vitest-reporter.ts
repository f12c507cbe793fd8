import { relative } from 'node:path';

import type { Reporter, TestModule } from 'vitest/node';

import { ROOT } from '../node.mjs';
import { NO_REASON, type Skipped, writeTally } from './tally.ts';

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    let passed = 0;
    const failed: string[] = unhandled.map(
      (error) => `an error outside the tests: ${firstLine(error.message)}`,
    );
    const skipped: Skipped[] = [];
    for (const module of modules) {
      const file = relative(ROOT, module.moduleId).replaceAll('\\', '/');
      failed.push(...module.errors().map((error) => `${file}: ${firstLine(error.message)}`));
      for (const suite of module.children.allSuites()) {
        failed.push(
          ...suite.errors().map((error) => `${file} › ${suite.fullName}: ${firstLine(error.message)}`),
        );
      }
      for (const test of module.children.allTests()) {
        const result = test.result();
        const name = `${file} › ${test.fullName}`;
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') failed.push(name);
        else if (result.state === 'skipped')
          skipped.push({ test: name, reason: result.note ?? reasonInName(test.fullName) });
        else failed.push(`${name} (did not end)`);
      }
    }
    writeTally({ passed, failed, skipped });
  }
}

/** `describe.skipIf` takes no note; its title says `not run (why)`. */
function reasonInName(name: string): string {
  return /not run \(([^)]+)\)/.exec(name)?.[1] ?? NO_REASON;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
