import type { z } from 'zod';
import type { refused, tooMuch } from '../../protocol/wire.ts';

/** A request that is answered with no; thrown by whoever finds out. */
export class RefusalError extends Error {
  readonly status: number;
  readonly st: z.infer<typeof refused>['st'] | z.infer<typeof tooMuch>['st'] | 'revoked';
  readonly retryAfterMs: number | null;

  constructor(status: number, st: RefusalError['st'], retryAfterMs: number | null = null) {
    super(st);
    this.status = status;
    this.st = st;
    this.retryAfterMs = retryAfterMs;
  }
}
