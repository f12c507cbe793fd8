/** How long the browser may take to begin reading what it was handed. */
const keptMs = 60_000;

/** Hands a file to the browser as a download: it asks where to, or puts it among the downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
