/** A UUIDv7 (RFC 9562) as 32 hex digits, from the time and 10 random bytes. */
export function requestId(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.subarray(0, 10), 6);
  for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(now / 256 ** (5 - index)) % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
