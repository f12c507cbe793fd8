import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const WINDOW_BYTES = 256 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** Reads a zip archive for yauzl. Unlike yauzl's own reader it answers a position outside the file with an error: offsets come from
 * the archive, and Node throws at an impossible one where nobody could catch it. Directory reads are served from a window,
 * since yauzl asks for each entry twice. */
export class ZipFileReader extends RandomAccessReader {
  readonly size: number;
  readonly #fd: number;
  readonly #window = Buffer.allocUnsafe(WINDOW_BYTES);
  #windowStart = 0;
  #windowLength = 0;

  constructor(path: string) {
    super();
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    try {
      this.#read(buffer, offset, length, position);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    callback(null);
  }

  #read(buffer: Buffer, offset: number, length: number, position: number): void {
    this.#assertInside(position, position + length);
    if (length > WINDOW_BYTES) {
      if (readSync(this.#fd, buffer, offset, length, position) < length)
        throw new Error('unexpected end of file');
      return;
    }
    const inWindow =
      position >= this.#windowStart && position + length <= this.#windowStart + this.#windowLength;
    if (!inWindow) {
      this.#windowLength = readSync(this.#fd, this.#window, 0, WINDOW_BYTES, position);
      this.#windowStart = position;
    }
    if (length > this.#windowLength) throw new Error('unexpected end of file');
    const start = position - this.#windowStart;
    this.#window.copy(buffer, offset, start, start + length);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    this.#assertInside(start, end);
    return Readable.from(this.#chunks(start, end), { objectMode: false });
  }

  /** Node's own file streams close the descriptor that they are given. */
  *#chunks(start: number, end: number): Generator<Buffer, void, void> {
    for (let position = start; position < end;) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - position));
      const length = readSync(this.#fd, chunk, 0, chunk.length, position);
      if (length === 0) throw new Error('unexpected end of file');
      position += length;
      yield chunk.subarray(0, length);
    }
  }

  override close(callback: (error: Error | null) => void): void {
    closeSync(this.#fd);
    callback(null);
  }

  #assertInside(start: number, end: number): void {
    if (Number.isSafeInteger(start) && start >= 0 && end <= this.size) return;
    throw new Error('position outside the file');
  }
}
