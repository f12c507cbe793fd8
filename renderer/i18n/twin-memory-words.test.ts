import { expect, it } from 'vitest';
import { twinMemory } from './en/twin-memory.ts';

it('parameters are the owner’s only where they were fitted', () => {
  expect(twinMemory.recall(0.87, 0.86, 0.85)).toMatch(/your parameters expected 86% .* standard ones 85%/);
  expect(twinMemory.recall(0.87, null, 0.86)).toMatch(
    /the standard parameters, which were in force, expected 86%/,
  );
  expect(twinMemory.recall(0.87, null, 0.86)).not.toContain('your parameters');
  expect(twinMemory.calibrationText(true)).toContain('your parameters were fitted');
  expect(twinMemory.calibrationText(false)).not.toContain('fitted');
});

it('a half-life says what it hangs on', () => {
  expect(twinMemory.halfLife(111, 70, 1612)).toMatch(
    /after 111 days .* shape of forgetting .*: 70 days to 1,612 days/,
  );
});
