import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** As much may wait for the disk at once: an answer that wants to reach it waits no longer than for this. */
const bytesBetweenSyncs = 4 * 2 ** 20;

/**
 * A new file whose bytes reach the disk as they come. Written all at once at the end, they would hold up every answer of
 * meanwhile. For workers: it blocks its thread.
 */
export const durableSink = (file: string): Writable => {
  const fd = openSync(file, 'w', 0o600);
  let waiting = 0;
  return new Writable({
    highWaterMark: 2 ** 20,
    write: (chunk: Buffer, _encoding, done) => {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at);
        waiting += chunk.length;
        if (waiting >= bytesBetweenSyncs) {
          fdatasyncSync(fd);
          waiting = 0;
        }
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    final: (done) => {
      try {
        fdatasyncSync(fd);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    destroy: (error, done) => {
      closeSync(fd);
      done(error);
    },
  });
};
