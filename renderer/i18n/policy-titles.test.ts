import { expect, it } from 'vitest';
import { policyNames } from '#core/settings/policy-keys.ts';
import { policies, policyTitles } from './en/policies.ts';

it('every policy has a title that a person reads, and no title is of none', () => {
  expect(Object.keys(policyTitles).toSorted()).toEqual([...policyNames].toSorted());
  expect(policies.value('BackupDays', 90)).toBe('90 days');
  expect(policies.value('Kiosk', false)).toBe('off');
});
