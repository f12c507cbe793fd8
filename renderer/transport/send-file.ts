import { callService } from './connection.ts';

/** Sends a file to the service in pieces and returns the name under which it waits there. */
export async function sendFile(
  file: File,
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
    const bytes = new Uint8Array(await file.slice(offset, offset + chunkBytes).arrayBuffer());
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
