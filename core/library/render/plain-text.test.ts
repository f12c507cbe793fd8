import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntities } from './decode-entities.ts';
import { plainText } from './plain-text.ts';

describe('plainText', () => {
  it.each([
    ['plain', 'plain'],
    ['  a\n b\t c ', 'a b c'],
    ['<div>one</div><div>two</div>', 'one two'],
    ['H<sub>2</sub>O<br>x', 'H2O x'],
    ['a&nbsp;b &lt;i&gt; &eacute; &rarr; &#8217; &unknown;', 'a b <i> é → ’ &unknown;'],
    ['{{c1::Paris::capital}} is in {{c2::France}}', 'Paris is in France'],
    ['see [sound:a.mp3] and <img src="x.png">that', 'see and that'],
    ['a<script>x</script><style>y</style><!-- z -->b', 'a b'],
    ['3 < 4', '3 < 4'],
    ['[1] <b', '[1] <b'],
  ])('%s', (html, text) => {
    expect(plainText(html, 200)).toBe(text);
  });

  it('cuts without splitting a character', () => {
    expect(plainText('ab😀cd', 3)).toBe('ab');
    expect(plainText('<b>ab😀cd</b>', 4)).toBe('ab😀');
    expect(plainText('one two', 4)).toBe('one');
    expect(plainText('<b>a</b>', 0)).toBe('');
  });

  it('is the start of the whole text, whatever the length', () => {
    const html = fc.array(
      fc.constantFrom(
        'a',
        'bc',
        ' ',
        '\n',
        '<b>',
        '</b>',
        '<p>',
        '&amp;',
        '&nbsp;',
        '[sound:x]',
        '{{c1::',
        '}}',
        '<',
      ),
    );
    fc.assert(
      fc.property(
        html.map((parts) => parts.join('')),
        fc.nat(30),
        (source, length) => {
          const whole = plainText(source, 10_000);
          const part = plainText(source, length);
          expect(part.length).toBeLessThanOrEqual(length);
          expect(part).toBe(whole.slice(0, length).trimEnd());
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('decodeEntities', () => {
  it.each([
    ['&amp;lt;', '&lt;'],
    ['&#65;&#x42;&#67', 'ABC'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['&#150;', '–'],
    ['&nbsp;&yuml;&Alpha;&omega;&sigma;&Tab;&colon;', '\u00a0ÿΑωσ\t:'],
    ['AT&T &amp', 'AT&T &amp'],
  ])('%s', (html, text) => {
    expect(decodeEntities(html)).toBe(text);
  });
});
