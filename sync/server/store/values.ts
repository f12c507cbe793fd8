/** Hex of the wire, bytes of the database. The first chain is empty on both sides. */
export function bytesOfChain(chain: string): Uint8Array {
  return Buffer.from(chain, 'hex');
}

export function chainOfBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** PostgreSQL writes a UUID with hyphens; names of the wire have none. */
export function nameOfUuid(uuid: string): string {
  return uuid.replaceAll('-', '');
}
