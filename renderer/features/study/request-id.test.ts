import { describe, expect, it } from 'vitest';
import { requestId } from './request-id.ts';

describe('requestId', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(requestId(0x017f22e279b0, random)).toBe('017f22e279b07cc398c4dc0c0c07398f');
  });
});
