import { describe, expect, it } from 'vitest';
import { mediaRenamer, withSuffix } from './media-renamer.ts';

const rename = mediaRenamer(
  new Map([
    ['cell.png', 'aa'],
    ['my cell.png', 'bb'],
    ['bell&whistle.mp3', 'cc'],
    ['_font.woff2', 'dd'],
    ['naïve.jpg', 'ee'],
    ['README', 'ff'],
  ]),
);

describe('renaming media', () => {
  it.each([
    ['<img src="cell.png">', '<img src="cell-aa.png">'],
    ["<img src='cell.png' alt='cell.png'>", "<img src='cell-aa.png' alt='cell.png'>"],
    ['<img src=cell.png>', '<img src=cell-aa.png>'],
    ['<IMG SRC = "my cell.png">', '<IMG SRC = "my cell-bb.png">'],
    ['<img src="my%20cell.png">', '<img src="my%20cell-bb.png">'],
    ['<audio src="bell&amp;whistle.mp3">', '<audio src="bell&amp;whistle-cc.mp3">'],
    ['[sound:bell&amp;whistle.mp3] [sound:other.mp3]', '[sound:bell&amp;whistle-cc.mp3] [sound:other.mp3]'],
    ['@font-face { src: url("_font.woff2") }', '@font-face { src: url("_font-dd.woff2") }'],
    ['background: url( cell.png )', 'background: url( cell.png )'.replace('cell.png', 'cell-aa.png')],
    ['<img src="nai\u0308ve.jpg">', '<img src="nai\u0308ve-ee.jpg">'],
    ['<object data="README"></object>', '<object data="README-ff"></object>'],
    // Neither part of a longer name, nor text, nor somebody else's file.
    ['<img src="supercell.png">', '<img src="supercell.png">'],
    ['see cell.png', 'see cell.png'],
    ['<img src="https://example.org/cell.png">', '<img src="https://example.org/cell.png">'],
  ])('%s', (field, renamed) => {
    expect(rename(field)).toBe(renamed);
  });

  it('leaves everything as it is without names', () => {
    expect(mediaRenamer(new Map())('<img src="cell.png">')).toBe('<img src="cell.png">');
  });

  it('puts the suffix before the ending', () => {
    expect([withSuffix('a.b.png', 'x'), withSuffix('.hidden', 'x')]).toEqual(['a.b-x.png', '.hidden-x']);
  });
});
