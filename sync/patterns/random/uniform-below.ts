import type { RandomBytes } from './random-bytes.ts';

/**
 * A whole number from 0 to n − 1, each exactly as likely: as many bytes as n − 1 needs, most significant first, the bits
 * above its highest cut off, and drawn anew where they make n or more.
 */
export function uniformBelow(random: RandomBytes, n: bigint): bigint {
  if (n < 1n) throw new RangeError('there is no whole number below less than one');
  if (n === 1n) return 0n;
  if (n <= 0x1_0000_0000n) return BigInt(uniformBelowWord(random, Number(n)));
  const highest = (n - 1n).toString(16);
  const bits = 4 * highest.length - (Math.clz32(Number.parseInt(highest.slice(0, 1), 16)) - 28);
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const drawn = wholeNumber(random(Math.ceil(bits / 8))) & mask;
    if (drawn < n) return drawn;
  }
}

/** Bytes as a whole number, the most significant first, four at a time. */
function wholeNumber(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let place = 0;
  let number = 0n;
  for (; place + 4 <= bytes.length; place += 4) number = (number << 32n) | BigInt(view.getUint32(place));
  for (; place < bytes.length; place += 1) number = (number << 8n) | BigInt(view.getUint8(place));
  return number;
}

/** The same, the same bytes used, where the number fits in 32 bits: most of what a sample draws. */
function uniformBelowWord(random: RandomBytes, n: number): number {
  const bits = 32 - Math.clz32(n - 1);
  const mask = bits === 32 ? 0xffff_ffff : (1 << bits) - 1;
  for (;;) {
    let drawn = 0;
    for (const byte of random(Math.ceil(bits / 8))) drawn = (drawn << 8) | byte;
    drawn = (drawn & mask) >>> 0;
    if (drawn < n) return drawn;
  }
}
