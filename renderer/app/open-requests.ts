import type { Platform } from '../transport/platform.ts';
import { importFile } from './drop-package.tsx';

/** Goes where a link from outside leads, and imports a package that the system opened the program with. */
export function followOpenRequests({ onOpen }: Platform): void {
  onOpen?.((request) => {
    if (request.kind === 'path') location.hash = request.path;
    else importFile(request.file);
  });
}
