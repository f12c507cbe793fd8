import { FRAME_BYTES_AT_MOST } from './limits.ts';

/** A segment whose inside is not what it must be. */
export class BrokenSegmentBytes extends Error {}

/** Frames one after the other, each behind its length of 32 bits. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(frames.reduce((sum, frame) => sum + 4 + frame.length, 0));
  const view = new DataView(bytes.buffer);
  let place = 0;
  for (const frame of frames) {
    view.setUint32(place, frame.length);
    bytes.set(frame, place + 4);
    place += 4 + frame.length;
  }
  return bytes;
}

/** @throws BrokenSegmentBytes unless there are exactly `n` frames of allowed sizes and nothing else */
export function splitFrames(bytes: Uint8Array, n: number): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  let place = 0;
  while (place < bytes.length) {
    if (frames.length === n || place + 4 > bytes.length) throw new BrokenSegmentBytes('not so many frames');
    const length = view.getUint32(place);
    if (length > FRAME_BYTES_AT_MOST || place + 4 + length > bytes.length)
      throw new BrokenSegmentBytes('a frame is longer than it may be');
    frames.push(bytes.subarray(place + 4, place + 4 + length));
    place += 4 + length;
  }
  if (frames.length !== n) throw new BrokenSegmentBytes('not so many frames');
  return frames;
}
