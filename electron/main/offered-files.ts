import { randomBytes } from 'node:crypto';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { OfferedFile } from '#renderer/transport/shell-bridge.ts';

const packageName = /\.(apkg|colpkg|anki2|anki21)$/i;
export const maxPieceBytes = 8 * 2 ** 20;
/** So many packages can wait to be read; an older one is closed. Each is a handle of the system. */
export const maxOffered = 16;

/** A pipe is opened at once, and found to be no file. Windows has no such pipes, and no such flag. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The package among the arguments of a start, if there is one. */
export const packageIn = (args: readonly string[]): string | undefined =>
  args.find((arg) => !arg.startsWith('-') && packageName.test(arg));

/** Files that the system gave to the program. A page reads them by token: it never names a path. */
export class OfferedFiles {
  readonly #files = new Map<string, FileHandle>();

  /** Undefined for what is no package or cannot be read. */
  async offer(path: string): Promise<OfferedFile | undefined> {
    if (!packageName.test(path)) return undefined;
    const file = await open(path, openFlags).catch(() => undefined);
    if (file === undefined) return undefined;
    const found = await file.stat();
    if (!found.isFile()) {
      await file.close();
      return undefined;
    }
    const token = randomBytes(16).toString('hex');
    this.#files.set(token, file);
    const [oldest] = this.#files;
    if (oldest !== undefined && this.#files.size > maxOffered) {
      this.#files.delete(oldest[0]);
      await oldest[1].close();
    }
    return { token, name: basename(path), size: found.size };
  }

  /** Throws for a token that was not given out, and for a piece that is larger than pieces are. */
  async read(token: string, offset: number, length: number): Promise<Uint8Array> {
    const file = this.#files.get(token);
    if (file === undefined) throw new Error('no such file');
    if (!Number.isSafeInteger(offset) || offset < 0) throw new Error('no such place');
    if (!Number.isSafeInteger(length) || length < 0 || length > maxPieceBytes)
      throw new Error('too large a piece');
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    await Promise.all(files.map((file) => file.close().catch(() => undefined)));
  }
}
