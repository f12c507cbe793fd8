/** What a device signs with its Ed25519 key to prove itself: the server's nonce, bound to the account and the device. */
export function proofBytes(account: string, dev: string, nonce: Uint8Array): Uint8Array {
  const bound = new TextEncoder().encode(`americano device proof 1\0${account}\0${dev}\0`);
  const bytes = new Uint8Array(bound.length + nonce.length);
  bytes.set(bound);
  bytes.set(nonce, bound.length);
  return bytes;
}
