import { relative } from 'node:path';

import type { FullResult, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';

import { ROOT } from '../node.mjs';
import { NO_REASON, type Skipped, writeTally } from './tally.ts';

export default class TallyReporter implements Reporter {
  #suite: Suite | undefined;
  readonly #errors: string[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(error: TestError): void {
    this.#errors.push(
      `e2e: ${(error.message ?? error.value ?? 'an error outside the tests').split('\n', 1)[0]}`,
    );
  }

  onEnd(_result: FullResult): void {
    let passed = 0;
    const failed = [...this.#errors];
    const skipped: Skipped[] = [];
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'expected') passed += 1;
      else if (outcome === 'skipped') skipped.push({ test: nameOf(test), reason: reasonOf(test) });
      else failed.push(nameOf(test));
    }
    writeTally({ passed, failed, skipped });
  }

  printsToStdio(): boolean {
    return false;
  }
}

function nameOf(test: TestCase): string {
  const file = relative(ROOT, test.location.file).replaceAll('\\', '/');
  // A title path begins with the root, the project and the file.
  return [file, ...test.titlePath().slice(3)].join(' › ');
}

function reasonOf(test: TestCase): string {
  return test.annotations.find((annotation) => annotation.type === 'skip')?.description ?? NO_REASON;
}
