import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawFormulas, formulaHtml } from './draw-formulas.ts';

/** Attributes of drawn formulas: what KaTeX writes by itself, none of which loads, links or runs. */
const attributes =
  /^(?:class|style|aria-hidden|xmlns|display|encoding|width|height|viewBox|preserveAspectRatio|d|mathvariant|stretchy|fence|separator|linebreak|lspace|rspace|minsize|maxsize|accent|accentunder|scriptlevel|displaystyle|columnalign|columnspacing|rowspacing|columnlines|rowlines|linethickness|mathcolor|mathbackground|mathsize|voffset|depth|notation|form|largeop|movablelimits|symmetric|side|data-[a-z-]+)$/;

const unsafeIn = (html: string): string[] =>
  [...html.matchAll(/<([a-zA-Z]+)([^>]*)>/g)].flatMap(([tag, name = '', rest = '']) => {
    const written = [...rest.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)];
    const bad = written.some(
      ([, key = '', value = '']) =>
        !attributes.test(key) || /url\(|javascript:|@import/i.test(key === 'style' ? value : ''),
    );
    return bad || /^(?:a|img|script|iframe|object|link|form|input|use|image|foreignObject)$/i.test(name)
      ? [tag]
      : [];
  });

describe('formulas', () => {
  // mhchem adds its macros to KaTeX when it is read.
  beforeAll(() => import('katex/contrib/mhchem'));

  it.each([
    ['x^2', false, 'katex-html'],
    ['\\ce{H2O + CO2 <=> H2CO3}', false, 'katex-html'],
    ['\\int_0^1 f', true, 'katex-display'],
  ])('%s is drawn for eyes and for screen readers', (source, display, part) => {
    const html = formulaHtml(source, display) ?? '';
    expect(html).toContain(part);
    expect(html).toContain('<math');
    expect(unsafeIn(html)).toEqual([]);
  });

  it.each(['\\frac{1', 'x^', '\\nothing', '\\begin{array}'])('%s cannot be read', (source) => {
    expect(formulaHtml(source, false)).toBeUndefined();
  });

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{https://evil.example/}',
    '\\includegraphics{https://evil.example/x.png}',
    '\\htmlClass{card}{x}',
    '\\htmlId{qa}{x}',
    '\\htmlStyle{background:url(//evil.example)}{x}',
    '\\htmlData{media=secret}{x}',
    '\\text{<img src=x onerror=alert(1)>}',
    '\\text{"><script>alert(1)</script>}',
    '\\color{url(//evil.example)}x',
    '\\textcolor{red;background:url(//evil.example)}{x}',
    '\\rule{1em}{1em}\\style{x}',
  ])('%s links, loads and runs nothing', (source) => {
    const html = formulaHtml(source, false) ?? '';
    expect(unsafeIn(html)).toEqual([]);
    expect(html.replaceAll(/<annotation[\s\S]*?<\/annotation>/g, '')).not.toMatch(
      /<(?:img|script|a)\b|<[^>]*\s(?:href|src)=/,
    );
  });

  it('ends on macros that multiply themselves', () => {
    expect(formulaHtml(`\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\a\\a}\\a`, false)).toBeUndefined();
    expect(formulaHtml(`\\edef\\x{x}${'\\edef\\x{\\x\\x}'.repeat(30)}\\x`, false)).toBeUndefined();
    expect(formulaHtml(`\\rule{1000000em}{1000000em}`, false)).toMatch(/(?:width|border-right-width):40em/);
  });

  it('draws nothing active of 2,000 formulas of any kind', () => {
    const pieces = fc.constantFrom(
      '\\href{',
      '\\url{',
      '\\html',
      '\\text{',
      '}',
      '{',
      '\\frac',
      '^',
      '_',
      '&',
      '\\\\',
      '<img src=x>',
      '"',
      "'",
      'javascript:x',
      '\\begin{array}{c}',
      '\\end{array}',
      '\\color{',
      'red',
      '\\def\\a',
      '\\a',
      '#1',
      '\\ce{',
      '\\unicode{x3c}',
      '\\char"3C',
      'x',
      '$',
      '\\left(',
      '\\right)',
      '\\sqrt',
      '\\kern',
      '1em',
      '\u0301',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.boolean(), (parts, display) => {
        expect(unsafeIn(formulaHtml(parts.join(''), display) ?? '')).toEqual([]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('is drawn when its style is there, also where the fonts cannot be fetched', async () => {
    const style = { textContent: '' };
    const styleWhenDrawn: string[] = [];
    const place = {
      textContent: '\\(x^2\\)',
      dataset: { math: 'inline' },
      set innerHTML(_: string) {
        styleWhenDrawn.push(style.textContent);
      },
    };
    // Only what is asked of a document here; there is none outside a browser, and no address to fetch from.
    const doc = { getElementById: () => style } as unknown as Document;
    const root = { querySelectorAll: () => [place] } as unknown as Element;
    await drawFormulas(doc, root);
    expect(styleWhenDrawn).toEqual([expect.stringContaining('.katex-mathml')]);
    expect(place.dataset).toMatchObject({ drawn: 'yes' });
  });
});
