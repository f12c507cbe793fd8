import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrongWith } from './testing/check-rendered.ts';
import { countSteps } from './testing/count-steps.ts';
import { templateCase, type TemplateCase } from './testing/template-fuzz.ts';

const corpus = new URL('corpus/', import.meta.url);

describe('cards of any template and any fields', () => {
  it('count the steps of a quadratic scan as what they are', () => {
    const text = 'x'.repeat(1000);
    const { steps } = countSteps(() => Array.from(text).map((_, from) => text.indexOf('y', from)));
    expect(steps).toBeGreaterThan(500_000);
  });

  it('render 20,000 times without a crash, a script, an address from outside, or more steps than they are long', () => {
    fc.assert(
      fc.property(templateCase, (given) => {
        expect(wrongWith(given)).toEqual([]);
      }),
      { numRuns: 20_000, seed: 20_261_127, endOnFailure: false },
    );
  });

  // What once failed, or was made to: kept as it was found.
  it.each(readdirSync(corpus))('%s', (file) => {
    const given = JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as TemplateCase;
    expect(wrongWith(given)).toEqual([]);
  });
});
