import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_HTML } from './hostile-corpus.ts';
import { localMediaName } from './local-media-name.ts';
import { plainText } from './plain-text.ts';
import { renderCard } from './render-card.ts';
import { sanitizeHtml } from './sanitize-html.ts';
import { cardInput, unsafeParts } from './testing.ts';

describe('sanitizeHtml', () => {
  it.each([
    ['<b>bold</b> a < b & c > d', '<b>bold</b> a &lt; b & c > d'],
    ['<p class=\'x "y"\' ID=z hidden>', '<p class="x &quot;y&quot;" id="z" hidden>'],
    ['<br/><img src="a.png" alt=x />', '<br /><img data-media="a.png" alt="x" />'],
    ['<img src="my%20pic.png">', '<img data-media="my pic.png">'],
    ['<img src="a&amp;b.png">', '<img data-media="a&amp;b.png">'],
    ['<img src="100%.png">', '<img data-media="100%.png">'],
    ['<img src="https://x.example/a.png">', '<img data-remote="https://x.example/a.png">'],
    ['<img src="//x.example/a.png">', '<img data-remote="//x.example/a.png">'],
    ['<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'],
    ['<img src="../a.png"><img src="file:///etc/passwd">', '<img><img>'],
    ['<a href="https://x.example/?a&b">x</a>', '<a data-href="https://x.example/?a&amp;b">x</a>'],
    ['<a href="#note">x</a>', '<a href="#note">x</a>'],
    [
      '<video src=v.mp4><source src=w.webm></video>',
      '<video data-media="v.mp4"><source data-media="w.webm"></video>',
    ],
    ['<object data="o.svg">fallback</object>', 'fallback'],
    ['<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', '<svg viewbox="0 0 1 1"><path d="M0 0" /></svg>'],
    ['<svg><image href="i.png"/></svg>', '<svg><image data-media="i.png" /></svg>'],
    ['<form action="/x" id="f">a</form>', '<form id="f">a</form>'],
    ['a<!-- note -->b', 'a<!-- note -->b'],
    ['a<!-- <i> -->b', 'ab'],
    ['a<!-->b', 'a<!---->b'],
    ['a<!--->b-->c', 'a<!---->b-->c'],
    ['a<!-- x --!>b', 'a<!-- x -->b'],
    ['a <!-- never closed', 'a &lt;!-- never closed'],
    ['a<?x?>b<!doctype html>c</>d', 'abcd'],
    ['1 <script>x</script>2', '1 2'],
    ['<style>.a{}</style>b', '<style>.a{}</style>b'],
    [
      '<style>@media (width < 9em){a{content:"<"}}</style>',
      '<style>@media (width < 9em){a{content:"\\3c "}}</style>',
    ],
    ['<style>.a{}', '<style>.a{}</style>'],
    [
      '[sound:http://x.example/a.mp3]',
      '<audio controls preload="none" data-player="0" data-remote="http://x.example/a.mp3"></audio>',
    ],
    ['[sound:clip.mp4]', '<video controls preload="none" data-player="0" data-media="clip.mp4"></video>'],
    ['<img title="[sound:a.mp3]">', '<img title="[sound:a.mp3]">'],
  ])('%s', (html, expected) => {
    expect(sanitizeHtml(html).html).toBe(expected);
  });

  it('lists local media of every kind once', () => {
    const html =
      '<img src=a.png><audio src="b.mp3"></audio><source src=c.ogg><object data=d.svg></object><img src=a.png>' +
      '<div style="background:url(&quot;e.png&quot;)"></div><style>x{src:url(\'f%20g.woff\')}</style>[sound:h.mp3]' +
      '<img src=https://x.example/i.png><div style="background:url(//x.example/j.png)"></div>';
    expect(sanitizeHtml(html).media).toEqual([
      'a.png',
      'b.mp3',
      'c.ogg',
      'd.svg',
      'e.png',
      'f g.woff',
      'h.mp3',
    ]);
  });

  it.each([
    ['a.png', 'a.png'],
    [' a b.png ', 'a b.png'],
    ['%2e%2e%2fa', undefined],
    ['a\\b', undefined],
    ['..', undefined],
    ['C:a', undefined],
    ['blob:x', undefined],
    ['e\u0301.png', '\u00e9.png'],
    ['', undefined],
  ])('media name of %j is %j', (url, name) => {
    expect(localMediaName(url)).toBe(name);
  });

  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '=',
    '/',
    '!',
    '--',
    '-->',
    '<!--',
    '<script',
    '</script>',
    '<style>',
    '</style>',
    '<svg>',
    '<img',
    ' src=',
    ' onerror=',
    'onclick',
    'javascript:',
    ' href=',
    '<a ',
    '&colon;',
    '&#106;',
    '&',
    ';',
    '{{',
    '}}',
    '{{#Front}}',
    '{{/Front}}',
    '{{^Back}}',
    '{{c1::',
    '::',
    '{{Front}}',
    '{{cloze:Front}}',
    '{{hint:Back}}',
    '[sound:',
    ']',
    'url(',
    ')',
    ' ',
    '\n',
    '\0',
    'x',
    '<textarea>',
    '<title>',
    '<![CDATA[',
    ']]>',
  );
  const soup = fc.oneof(
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join('')),
    fc.array(fc.constantFrom(...HOSTILE_HTML), { maxLength: 3 }).map((parts) => parts.join('')),
  );

  it('never throws and leaves nothing active, whatever the template and the fields', () => {
    fc.assert(
      fc.property(
        soup,
        soup,
        soup,
        soup,
        fc.constantFrom('standard' as const, 'cloze' as const),
        (front, back, question, answer, kind) => {
          const card = renderCard(cardInput({ kind, fields: [front, back], question, answer, css: front }));
          expect([...unsafeParts(card.questionHtml), ...unsafeParts(card.answerHtml)]).toEqual([]);
          expect(card.css).not.toMatch(/<[a-z/!?]|javascript:/i);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keeps the text of a field', () => {
    const safeText = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.replace(/[<>&{}[\]\0]/g, ''));
    const inline = fc.constantFrom('b', 'i', 'span', 'sub');
    fc.assert(
      fc.property(safeText, safeText, inline, (before, inside, tag) => {
        const front = `${before}<${tag}>${inside}</${tag}>`;
        const card = renderCard(cardInput({ fields: [`${front}x`, ''] }));
        const expected = `${before}${inside}x`.replace(/\s+/g, ' ').trim();
        expect(plainText(card.questionHtml, 1000)).toBe(expected);
      }),
    );
  });

  it('is idempotent in what a browser reads: cleaning twice changes no tag but those it owns', () => {
    fc.assert(
      fc.property(soup, (html) => {
        // Taking an element out of a sound's name makes it a name.
        fc.pre(!html.includes('[sound:'));
        const once = sanitizeHtml(html).html.replaceAll(/ data-(?:media|remote|href)="[^"]*"/g, '');
        expect(sanitizeHtml(once).html).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  const LONG = 200_000;
  it.each([
    ['nested tags', '<div>'.repeat(LONG)],
    ['unclosed tags', '<a '.repeat(LONG)],
    ['unclosed quotes', '<a b="'.repeat(LONG)],
    ['mixed quotes', '<a b=\'"'.repeat(LONG)],
    ['attributes', `<a ${'b=c '.repeat(LONG)}>`],
    ['slashes', `<a${'/'.repeat(LONG)}>`],
    ['unclosed comments', '<!--'.repeat(LONG)],
    ['unclosed declarations', '<!'.repeat(LONG)],
    ['unclosed scripts', '<script>'.repeat(LONG)],
    ['unclosed styles', '<style>'.repeat(LONG)],
    ['unclosed sounds', '[sound:'.repeat(LONG)],
    ['unclosed urls', `<style>${'url('.repeat(LONG)}</style>`],
    ['unclosed quoted urls', `<p style="${'url( &quot;'.repeat(LONG)}">`],
    ['spaces', `<a b${' '.repeat(LONG)}=${' '.repeat(LONG)}c>${' '.repeat(LONG)}`],
    ['less-than signs', '<'.repeat(LONG)],
    ['ampersands', '&'.repeat(LONG)],
    ['references', '&#x'.repeat(LONG)],
    ['unclosed sections', '{{#Front}}'.repeat(LONG)],
    ['unopened ends', '{{#Front}}'.repeat(LONG / 2) + '{{/Back}}'.repeat(LONG / 2)],
    ['unclosed replacements', '{{'.repeat(LONG)],
    ['ends only', '}}'.repeat(LONG)],
    ['colons', `{{${':'.repeat(LONG)}Front}}`],
    ['filters', `{{${'cloze:'.repeat(LONG)}Front}}`],
  ])('ends on %s, where quadratic work would hit the test’s own limit', (_, hostile) => {
    renderCard(cardInput({ fields: [hostile, hostile] }));
    renderCard(
      cardInput({ kind: 'cloze', fields: [`{{c1::x}}${hostile}`, ''], question: '{{cloze:Front}}' }),
    );
    renderCard(cardInput({ question: hostile, answer: hostile, css: hostile }));
    expect(plainText(hostile, LONG).length).toBeLessThanOrEqual(LONG);
  });
});
