import { describe, expect, it } from 'vitest';

import { RpcError, errorKinds, fromErrorData, toErrorData } from './errors.ts';

describe('errors as data', () => {
  it('survive the way there and back, every kind of them', () => {
    expect(new Set(errorKinds).size).toBe(errorKinds.length);
    for (const kind of errorKinds) {
      const error = fromErrorData(
        JSON.parse(JSON.stringify(toErrorData(new RpcError(kind, { id: 'x', n: [1] })))),
      );
      expect(error).toMatchObject({ kind, details: { id: 'x', n: [1] } });
    }
  });

  it('give nothing away of other errors', () => {
    expect(toErrorData(new TypeError('secret'))).toEqual({ kind: 'internal', details: {} });
    expect(toErrorData('secret')).toEqual({ kind: 'internal', details: {} });
    expect(Object.keys(toErrorData(new RpcError('busy', {}, { cause: new Error('secret') })))).toEqual([
      'kind',
      'details',
    ]);
  });

  it('make internal errors of what is not known', () => {
    expect(fromErrorData({ kind: 'from_the_future', details: { a: 1 } })).toMatchObject({
      kind: 'internal',
      details: { a: 1, kind: 'from_the_future' },
    });
    for (const data of [null, 'text', 7, [], {}]) expect(fromErrorData(data).kind).toBe('internal');
  });

  it('say in the log what they are', () => {
    expect(new RpcError('not_found', { what: 'card' }).message).toBe('not_found {"what":"card"}');
    expect(new RpcError('busy').message).toBe('busy');
  });
});
