import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Who sends or reads less than this in any three seconds holds a place that others need. */
const WINDOW_MS = 3000;
const BYTES_IN_WINDOW = 8192;
const CHECK_MS = 500;

export class TooSlow extends Error {}
export class TooLarge extends Error {}

/**
 * A body, held to a size and a pace: a slow line may take its time for half a megabyte, a byte now and then is closed within
 * five seconds. @throws TooLarge @throws TooSlow
 */
export function readBody(request: IncomingMessage, atMost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > atMost) {
      reject(new TooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = keepPace(
      () => size,
      () => end(new TooSlow()),
    );
    const end = (error: Error | null): void => {
      stop();
      request.off('data', onData).off('end', onEnd).off('error', end).off('aborted', onAborted);
      if (error === null) resolve(Buffer.concat(chunks));
      else reject(error);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > atMost) end(new TooLarge());
      else chunks.push(chunk);
    };
    const onEnd = (): void => end(null);
    const onAborted = (): void => end(new TooSlow());
    request.on('data', onData).on('end', onEnd).on('error', end).on('aborted', onAborted);
  });
}

/** Closes the connection of somebody who does not read what was asked for. */
export function watchReader(response: ServerResponse, socket: Socket): void {
  const start = socket.bytesWritten;
  // Bytes that wait here are not written yet, whatever the socket says.
  const sent = (): number => socket.bytesWritten - start - socket.writableLength;
  const stop = keepPace(sent, () => socket.destroy());
  response.once('close', stop);
}

/** Each window is held to the pace, so that a quick beginning buys no long wait. */
function keepPace(done: () => number, onSlow: () => void): () => void {
  const past = Array.from({ length: WINDOW_MS / CHECK_MS }, () => Number.NEGATIVE_INFINITY);
  past[0] = done();
  const timer = setInterval(() => {
    const before = past.pop() ?? 0;
    const now = done();
    past.unshift(now);
    if (now - before >= BYTES_IN_WINDOW) return;
    clearInterval(timer);
    onSlow();
  }, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
