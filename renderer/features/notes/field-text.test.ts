import { describe, expect, it } from 'vitest';
import { clozeAround, nextClozeNumber } from './cloze-around.ts';
import { toHtml, toText } from './field-text.ts';

describe('a field as text', () => {
  it('comes back unchanged when nobody touched it, whatever it holds', () => {
    for (const html of ['', 'a<br>b', 'a<br />b<BR>c', '<pre>x\ny</pre><br>z', '<div>a</div>'])
      expect(toHtml(toText(html), html)).toBe(html);
  });

  it('shows line breaks as lines, and writes lines as line breaks', () => {
    expect(toText('a<br>b<br/>c')).toBe('a\nb\nc');
    expect(toHtml('a\nb\nd', 'a<br>b<br/>c')).toBe('a<br>b<br>d');
    expect(toHtml('<pre>x\nz</pre>', '<pre>x\ny</pre>')).toBe('<pre>x\nz</pre>');
  });
});

describe('a deletion', () => {
  it('takes the next number of the note, or the last one again', () => {
    expect(nextClozeNumber(['no', 'deletion'], false)).toBe(1);
    expect(nextClozeNumber(['no', 'deletion'], true)).toBe(1);
    expect(nextClozeNumber(['{{c1::a}} {{c3::b}}', '{{c2::c}}'], false)).toBe(4);
    expect(nextClozeNumber(['{{c1::a}} {{c3::b}}', '{{c2::c}}'], true)).toBe(3);
    expect(clozeAround('water', 2)).toBe('{{c2::water}}');
  });
});
