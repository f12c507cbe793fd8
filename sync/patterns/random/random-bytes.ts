/**
 * Where randomness comes from: `crypto.randomBytes` on a device and in the releaser, a keystream in tests. Nothing of
 * this folder draws by any other way, so that noise can be judged by reading it and repeated byte by byte.
 */
export type RandomBytes = (count: number) => Uint8Array;

/** Asks for many bytes at once: a sample of noise takes some fifty of them, a few at a time. */
export function buffered(source: RandomBytes, size = 4_096): RandomBytes {
  let bytes: Uint8Array = new Uint8Array(0);
  let place = 0;
  return (count) => {
    if (count > size) return source(count);
    if (place + count > bytes.length) {
      bytes = source(size);
      place = 0;
    }
    place += count;
    return bytes.subarray(place - count, place);
  };
}
