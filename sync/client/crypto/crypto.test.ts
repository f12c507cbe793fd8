import { createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isProof } from '../../server/accounts/is-proof.ts';
import { BrokenSegment } from '../planner/sync-disk.ts';
import { newDeviceKey, proveDevice, rawDeviceKey } from './device-key.ts';
import { boxEpochKey, newEpochKey, openEpochKey, publicOf, rawPublic, WrongKey } from './epoch-key.ts';
import { unwrapRootKey, wrapRootKey, WrongPassword } from './password.ts';
import { newRootKey, phraseOf, recoveryKey, rootKeyOf, WrongPhrase } from './root-key.ts';
import { openSegment, sealSegment, type SegmentLabel } from './segment-seal.ts';

const label: SegmentLabel = {
  account: 'a'.repeat(32),
  epoch: 'e'.repeat(32),
  dev: 'd'.repeat(32),
  from: 1,
  n: 2,
  prev: '',
  next: 'f'.repeat(64),
};
const frames = [Buffer.from('an answer'), Buffer.from('another answer')];

describe('a sealed segment', () => {
  const key = newEpochKey();

  it('opens with its key and label, and its size tells little', () => {
    const sealed = sealSegment(key, label, frames);
    expect(sealed.length).toBe(256);
    expect(openSegment(key, label, sealed).map(String)).toEqual(frames.map(String));
    expect(Buffer.compare(sealSegment(key, label, frames), sealed)).not.toBe(0);
  });

  it.each([
    ['account', 'b'.repeat(32)],
    ['epoch', 'b'.repeat(32)],
    ['dev', 'b'.repeat(32)],
    ['from', 2],
    ['n', 1],
    ['prev', 'f'.repeat(64)],
    ['next', 'e'.repeat(64)],
  ] as const)('does not open under another %s', (part, value) => {
    const sealed = sealSegment(key, label, frames);
    expect(() => openSegment(key, { ...label, [part]: value }, sealed)).toThrow(BrokenSegment);
  });

  it('does not open with another key, a changed bit anywhere, or a piece missing', () => {
    const sealed = sealSegment(key, label, frames);
    expect(() => openSegment(newEpochKey(), label, sealed)).toThrow(BrokenSegment);
    for (let bit = 0; bit < sealed.length * 8; bit += 7) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openSegment(key, label, changed)).toThrow(BrokenSegment);
    }
    for (const length of [0, 11, 27, 100, sealed.length - 1])
      expect(() => openSegment(key, label, sealed.subarray(0, length))).toThrow(BrokenSegment);
  });

  it('is bounded: a bomb inside is not inflated, and no more goes in than may', () => {
    expect(() => sealSegment(key, label, [new Uint8Array(5 * 1024 * 1024)])).toThrow(RangeError);
    expect(() => sealSegment(key, label, [randomBytes(600_000)])).toThrow(RangeError);
    expect(() => openSegment(key, label, new Uint8Array(600_000))).toThrow(BrokenSegment);
  });
});

describe('the root key', () => {
  it('is the 24 words of BIP-39', () => {
    // Test vectors of BIP-39 (Trezor), 256 bits.
    expect(phraseOf(new Uint8Array(32))).toBe(`${'abandon '.repeat(23)}art`);
    expect(phraseOf(new Uint8Array(32).fill(0x7f))).toBe(
      'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title',
    );
    const root = newRootKey();
    expect(rootKeyOf(`  ${phraseOf(root).toUpperCase().replaceAll(' ', ' \n ')} `)).toEqual(root);
  });

  it('is refused with a wrong word, a missing one, or two that changed places', () => {
    const words = phraseOf(new Uint8Array(32).fill(0x7f)).split(' ');
    const swapped = [words[1], words[0], ...words.slice(2)].join(' ');
    for (const wrong of [words.slice(1).join(' '), swapped, words.join(' ').replace('title', 'titel'), ''])
      expect(() => rootKeyOf(wrong)).toThrow(WrongPhrase);
  });

  it('opens what was boxed to its public half, and nothing else does', () => {
    const root = newRootKey();
    const { privateKey, publicKey } = recoveryKey(root);
    const key = newEpochKey();
    const box = boxEpochKey(key, 'epoch one', publicOf(rawPublic(publicKey)));
    expect(openEpochKey(box, 'epoch one', recoveryKey(root).privateKey)).toEqual(Buffer.from(key));
    expect(() => openEpochKey(box, 'epoch two', privateKey)).toThrow(WrongKey);
    expect(() => openEpochKey(box, 'epoch one', recoveryKey(newRootKey()).privateKey)).toThrow(WrongKey);
    expect(() => openEpochKey(box.subarray(1), 'epoch one', privateKey)).toThrow(WrongKey);
    const changed = Uint8Array.from(box);
    changed[40]! ^= 1;
    expect(() => openEpochKey(changed, 'epoch one', privateKey)).toThrow(WrongKey);
    // A point of low order gives a secret that everybody knows: it is refused.
    expect(() =>
      openEpochKey(Buffer.concat([new Uint8Array(32), box.subarray(32)]), 'epoch one', privateKey),
    ).toThrow(WrongKey);
    expect(rawPublic(createPublicKey(privateKey))).toEqual(rawPublic(publicKey));
  });

  it('lies under a password as well', async () => {
    const root = newRootKey();
    const wrapped = await wrapRootKey(root, 'Käse und Brot');
    expect(await unwrapRootKey(wrapped, 'Ka\u0308se und Brot')).toEqual(Buffer.from(root));
    await expect(unwrapRootKey(wrapped, 'Kase und Brot')).rejects.toThrow(WrongPassword);
    await expect(unwrapRootKey(wrapped.subarray(1), 'Käse und Brot')).rejects.toThrow(WrongPassword);
  }, 60_000);
});

describe('a device', () => {
  it('proves itself for one account, one device and one question', () => {
    const { privateKey, publicKey } = newDeviceKey();
    const nonce = randomBytes(32);
    const proof = proveDevice(privateKey, 'account', 'device', nonce);
    const raw = rawDeviceKey(publicKey);
    expect(isProof(raw, 'account', 'device', nonce, proof)).toBe(true);
    expect(isProof(raw, 'other', 'device', nonce, proof)).toBe(false);
    expect(isProof(raw, 'account', 'other', nonce, proof)).toBe(false);
    expect(isProof(raw, 'account', 'device', randomBytes(32), proof)).toBe(false);
    expect(isProof(rawDeviceKey(newDeviceKey().publicKey), 'account', 'device', nonce, proof)).toBe(false);
    expect(isProof(raw.subarray(1), 'account', 'device', nonce, proof)).toBe(false);
  });
});
