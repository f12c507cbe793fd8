import { ForwardSearch } from './forward-search.ts';

export type RubyFilter = 'furigana' | 'kanji' | 'kana';

/**
 * Readings in brackets as Japanese decks write them: in `日本語[にほんご]` the run without spaces before the bracket is the
 * base. A space before the base only separates it and goes away. One pass, linear in the length of any input.
 */
export function rubyText(html: string, filter: RubyFilter): string {
  const text = html.replaceAll('&nbsp;', ' ');
  const opening = new ForwardSearch(text, '[');
  const closing = new ForwardSearch(text, ']');
  const space = new ForwardSearch(text, ' ');
  const tagEnd = new ForwardSearch(text, '>');
  const parts: string[] = [];
  let done = 0;
  let run = 0;
  for (let at = opening.next(0); at !== -1; at = opening.next(at + 1)) {
    run = Math.max(lastBefore(space, run, at), lastBefore(tagEnd, run, at), done);
    const end = closing.next(at + 1);
    if (end === -1) break;
    const base = text.slice(run, at);
    const reading = text.slice(at + 1, end);
    if (base === '' || reading === '' || reading.includes('\n')) continue;
    const from = text[run - 1] === ' ' && run > done ? run - 1 : run;
    if (reading.startsWith('sound:')) parts.push(text.slice(done, end + 1));
    else parts.push(text.slice(done, from), written(base, reading, filter));
    done = run = end + 1;
  }
  return parts.join('') + text.slice(done);
}

/** One past the last hit before `end`, or `from`. */
function lastBefore(search: ForwardSearch, from: number, end: number): number {
  let last = from;
  for (let at = search.next(from); at !== -1 && at < end; at = search.next(at + 1)) last = at + 1;
  return last;
}

function written(base: string, reading: string, filter: RubyFilter): string {
  if (filter === 'kanji') return base;
  if (filter === 'kana') return reading;
  return `<ruby><rb>${base}</rb><rt>${reading}</rt></ruby>`;
}
