/** Seed of a card's fuzz, the same on every device: 48 random bits of its uid. */
export const cardSeed = (uid: Uint8Array): number =>
  new DataView(uid.buffer, uid.byteOffset, uid.byteLength).getUint32(12) * 2 ** 16 +
  new DataView(uid.buffer, uid.byteOffset, uid.byteLength).getUint16(10);
