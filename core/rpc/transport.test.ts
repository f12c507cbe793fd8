import { describe, expect, it } from 'vitest';

import { RpcError } from './errors.ts';
import { createInbox } from './transport.ts';

describe('createInbox', () => {
  it('keeps what arrives before anyone listens, in order', () => {
    const inbox = createInbox();
    for (const id of [1, 2]) inbox.receive(() => ({ t: 'end', id }));
    inbox.receive(() => 'noise');
    inbox.close();
    const seen: unknown[] = [];
    inbox.listen.onMessage((message) => seen.push(message.id));
    inbox.listen.onMalformed((error) => seen.push(error.kind));
    inbox.listen.onClose(() => seen.push('closed'));
    expect(seen).toEqual([1, 2, 'malformed', 'closed']);
  });

  it('tells of its close once and takes nothing afterwards', () => {
    const inbox = createInbox();
    const seen: unknown[] = [];
    inbox.listen.onMessage((message) => seen.push(message.id));
    inbox.listen.onClose(() => seen.push('closed'));
    inbox.close();
    inbox.close();
    inbox.receive(() => ({ t: 'end', id: 1 }));
    expect(seen).toEqual(['closed']);
  });

  it('reports a reader that fails, with the kind it failed with', () => {
    const inbox = createInbox();
    const kinds: string[] = [];
    inbox.listen.onMalformed((error) => kinds.push(error.kind));
    inbox.receive(() => {
      throw new RpcError('too_large');
    });
    inbox.receive(() => {
      throw new TypeError('a defect of the reader');
    });
    expect(kinds).toEqual(['too_large', 'malformed']);
  });
});
