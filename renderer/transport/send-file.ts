import { callService } from './connection.ts';
import type { PackageSource } from './platform.ts';

/** A file that a person chose, as what is sent. */
export const sourceOf = (file: File): PackageSource => ({
  name: file.name,
  size: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
});

/** Sends a file to the service in pieces and returns the name under which it waits there. */
export async function sendFile(
  file: PackageSource,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<string> {
  const { upload, chunkBytes } = await callService(
    'exchange.openUpload',
    { name: file.name, sizeBytes: file.size },
    { signal },
  );
  let offset = 0;
  while (offset < file.size) {
    const bytes = await file.read(offset, offset + chunkBytes);
    const { receivedBytes } = await callService(
      'exchange.writeUpload',
      { upload, offset, bytes },
      { signal },
    );
    offset = receivedBytes;
    onSent(offset);
  }
  return upload;
}
