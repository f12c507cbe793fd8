import { describe, expect, it } from 'vitest';
import { cardDocument, cardSandbox } from './card-document.ts';
import frameSource from './card-frame.tsx?raw';

describe('the frame of a card', () => {
  it('allows same-origin access for our listeners, and nothing else: no script ever runs', () => {
    expect(cardSandbox).toBe('allow-same-origin');
    expect(frameSource.match(/sandbox=/g)).toEqual(['sandbox=']);
    expect(frameSource).toContain('sandbox={cardSandbox}');
  });

  it('brings its own policy before anything else', () => {
    expect(cardDocument).toMatch(
      /^<!doctype html>\n<html>\n<head>\n<meta http-equiv="Content-Security-Policy"/,
    );
    const policy = /content="([^"]+)"/.exec(cardDocument)?.[1]?.split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      'img-src blob: data:',
      'media-src blob: data:',
      'font-src blob: data:',
      "style-src 'unsafe-inline'",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
  });
});
