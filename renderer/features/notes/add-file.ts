import { callService } from '../../transport/connection.ts';

export const maxFileBytes = 20_000_000;
const pieceBytes = 4_000_000;

const newUpload = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Stores a file among the media and gives what stands for it in a field. */
export async function addFile(file: File): Promise<string> {
  const upload = newUpload();
  let name: string | null = null;
  let offset = 0;
  do {
    const end = Math.min(file.size, offset + pieceBytes);
    // In order, one after the other: the service takes pieces as they come.
    const bytes = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    const given = file.name === '' ? 'file' : file.name.slice(-200);
    ({ name } = await callService('notes.addMedia', {
      upload,
      name: given,
      offset,
      bytes,
      last: end === file.size,
    }));
    offset = end;
  } while (name === null);
  return file.type.startsWith('image/') ? `<img src="${name}">` : `[sound:${name}]`;
}
