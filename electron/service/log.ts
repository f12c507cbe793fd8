import { randomBytes } from 'node:crypto';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SlowStatement } from '#core/store/statements.ts';

export type ServiceLog = {
  slow(slow: SlowStatement): void;
  /** Writes the cause down and returns the id by which a person can name it. */
  unexpected(error: unknown): string;
};

const maxBytes = 1_000_000;

/** A small log file in the profile: what was slow and what went wrong, never what is on a card. */
export const fileLog = (folder: string): ServiceLog & { note(what: string): void } => {
  const file = join(folder, 'service.log');
  const write = (line: string): void => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not turn a slow statement into a failed one; the caller reports what matters by itself.
    }
  };
  return {
    /** Something worth knowing that is no defect: one line, whatever a name of a file holds. */
    note: (what) => write(what.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 500)),
    slow: ({ name, ms }) => write(`slow ${name} ${ms.toFixed(1)} ms`),
    unexpected: (error) => {
      const ref = randomBytes(4).toString('hex');
      write(`unexpected ${ref} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return ref;
    },
  };
};
