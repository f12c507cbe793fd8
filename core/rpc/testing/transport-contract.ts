import { describe } from 'vitest';

import { describeCalls } from './call-cases.ts';
import { describeEndings } from './ending-cases.ts';
import { describeErrors } from './error-cases.ts';
import { createHarness } from './harness.ts';
import type { TransportPair } from './harness.ts';
import { describeHostileMessages } from './hostile-cases.ts';
import { describeStreams } from './stream-cases.ts';

/** What every transport must do, whatever carries it. Run it once for each transport. */
export function describeTransport(name: string, makePair: () => Promise<TransportPair>): void {
  describe(`transport: ${name}`, () => {
    const harness = createHarness(makePair);
    describeCalls(harness);
    describeEndings(harness);
    describeStreams(harness);
    describeErrors(harness);
    describeHostileMessages(harness);
  });
}
