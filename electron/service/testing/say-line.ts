import { writeSync } from 'node:fs';

const fullMs = 5;
const sleep = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a line of a program that will be killed: when this returns, the pipe has all of it. Where whoever reads is busy the
 * pipe is full for a while, and the line waits.
 */
export const sayLine = (line: unknown): void => {
  let left = Buffer.from(`${JSON.stringify(line)}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(sleep, 0, 0, fullMs);
    }
  }
};
