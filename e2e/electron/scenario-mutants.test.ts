import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutantsOfSecurity, type Change } from './mutants.ts';
import { scenarioMutants } from './scenario-mutants.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const changes = ({ file = 'main.js', from, to }: Change): boolean => {
  const text = read(`dist/shell/${file}`);
  return text.replace(from, to) !== text;
};

const scenarios = ['life', 'updates'].map((name) => read(`e2e/shell-${name}.spec.ts`)).join('\n');

/** The campaign runs them; that they still break the shell as it is now built is seen at once. */
describe('the broken shells', () => {
  it.each(scenarioMutants)(
    'are of a scenario that there is, and differ from the built one: $scenario',
    (mutant) => {
      expect(scenarios).toContain(mutant.scenario);
      expect(changes(mutant)).toBe(true);
    },
  );

  it.each(mutantsOfSecurity)('differ from the built one: $what', (mutant) => {
    expect(changes(mutant)).toBe(true);
  });
});
