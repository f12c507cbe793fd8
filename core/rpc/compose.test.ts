import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { composeHandlers, staleQueries } from './compose.ts';
import type { Handlers } from './compose.ts';
import { command, defineContract, mergeContracts, query } from './contract.ts';

const nothing = { input: z.object({}), output: z.null() };
const study = defineContract('study', {
  today: query({ ...nothing, reads: ['cards', 'reviews'] }),
  answer: command(nothing),
});
const system = defineContract('system', {
  status: query({ ...nothing, reads: ['*'] }),
  version: query({ ...nothing, reads: [] }),
});
const contract = mergeContracts([study, system]);

const studyHandlers: Handlers<typeof study> = {
  'study.today': () => null,
  'study.answer': () => ({ output: null, changes: ['reviews'] }),
};
const systemHandlers: Handlers<typeof system> = { 'system.status': () => null, 'system.version': () => null };
const kinds = ['cards', 'reviews'];

describe('composeHandlers', () => {
  it('joins the handlers of all features', () => {
    const handlers = composeHandlers(contract, [studyHandlers, systemHandlers], kinds);
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(contract).sort());
    expect(handlers['study.today']).toBe(studyHandlers['study.today']);
  });

  it('names everything on which contract and handlers disagree', () => {
    const wider: Partial<Handlers<typeof contract>>[] = [studyHandlers, studyHandlers, systemHandlers];
    const compose = (): unknown => composeHandlers<typeof study>(study, wider, ['cards']);
    expect(compose).toThrow('study.today reads unknown kind "reviews"');
    expect(compose).toThrow('study.answer has two handlers');
    expect(compose).toThrow('system.status has a handler but is in no contract');
    expect(() => composeHandlers(contract, [studyHandlers], kinds)).toThrow('system.version has no handler');
  });
});

describe('staleQueries', () => {
  it('names the queries that read what changed', () => {
    expect(staleQueries(contract, ['reviews'])).toEqual(['study.today', 'system.status']);
    expect(staleQueries(contract, ['media'])).toEqual(['system.status']);
    expect(staleQueries(contract, ['*'])).toEqual(['study.today', 'system.status', 'system.version']);
    expect(staleQueries(contract, [])).toEqual([]);
  });
});
