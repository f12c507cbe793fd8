import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packModel, unpackModel, type Packable } from './pack-model.ts';

const models: fc.Arbitrary<Packable> = fc.letrec<{ model: Packable }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string(),
    fc.float64Array(),
    fc.int32Array(),
    fc.uint8Array(),
    fc.array(tie('model'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('model'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).model;

describe('a packed model', () => {
  it('comes back as it was, wherever its bytes lie', () => {
    fc.assert(
      fc.property(models, fc.nat({ max: 7 }), (model, shift) => {
        // JSON has no −0.
        fc.pre(!holdsMinusZero(model));
        const bytes = packModel(model);
        const moved = new Uint8Array(bytes.length + shift);
        moved.set(bytes, shift);
        expect(unpackModel(moved.subarray(shift))).toEqual(model);
      }),
    );
  });

  it('is refused where it was cut or is none', () => {
    const bytes = packModel({ weights: Float64Array.of(1, 2, 3) });
    for (const length of [0, 3, 10, bytes.length - 8])
      expect(() => unpackModel(bytes.subarray(0, length))).toThrow(/cut short|not a packed model/);
    expect(() => unpackModel(new Uint8Array(64).fill(7))).toThrow('cut short');
  });

  it('holds nothing but what models are made of', () => {
    expect(() => packModel(new Map() as unknown as Packable)).toThrow('is not kept');
  });
});

function holdsMinusZero(model: Packable): boolean {
  if (typeof model === 'number') return Object.is(model, -0);
  if (model === null || typeof model !== 'object' || ArrayBuffer.isView(model)) return false;
  return Object.values(model as Record<string, Packable>).some(holdsMinusZero);
}
