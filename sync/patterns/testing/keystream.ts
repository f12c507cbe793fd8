import { createCipheriv, createHash } from 'node:crypto';
import { buffered, type RandomBytes } from '../random/random-bytes.ts';

/** Bytes that look random and are the same at every run: AES-256-CTR under the hash of a name. */
export function keystream(name: string): RandomBytes {
  const key = createHash('sha256').update(name).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return buffered((count) => cipher.update(Buffer.alloc(count)), 65_536);
}
