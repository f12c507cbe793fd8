import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readAkt } from './akt.ts';
import { readRevlog } from './anki-revlog.ts';
import { Names, readTsv } from './answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'readers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const things = () => ({ items: new Names(), skills: new Names() });
let files = 0;
const file = (content: string | Uint8Array): string => {
  files += 1;
  const path = join(folder, `${files}`);
  writeFileSync(path, content);
  return path;
};
const three = ['7,3', '5,5,6', '1,0,1'];
const four = ['7,3', '50,51,60', '5,5,6', '1,0,1'];

describe('sequences of lines', () => {
  it.each([
    { what: 'three', text: [...three, ...three].join('\n'), items: [0, 0, 1] },
    { what: 'four', text: [...four, ...four, ...four].join('\n'), items: [0, 1, 2] },
    { what: 'those of Windows', text: `${four.join('\r\n')}\r\n`, items: [0, 1, 2] },
    {
      what: 'those that end with a comma',
      text: three.map((line) => `${line},`).join('\n'),
      items: [0, 0, 1],
    },
    { what: 'blank ones', text: `\n${three.join('\n\n')}\n\n`, items: [0, 0, 1] },
    {
      what: 'learners without answers',
      text: ['8,0', '', '', ...three, '9,0', '', ''].join('\n'),
      items: [0, 0, 1],
    },
  ])('are read: $what', ({ text, items }) => {
    const read = readAkt(file(text), things());
    expect([...read.items.subarray(0, 3)]).toEqual(items);
    expect([...read.skills.subarray(0, 3)]).toEqual([0, 0, 1]);
    expect([...read.outcomes.subarray(0, 3)]).toEqual([1, 0, 1]);
    expect(read.starts[1]).toBe(3);
  });

  it.each([
    {
      what: 'a length that is not that of the lines',
      text: [...three, ...three, '9,4', '1,2', '0,1', ...three].join('\n'),
    },
    { what: 'a line too few', text: [...three, '7,3', '5,5,6'].join('\n') },
    { what: 'answers that are none', text: ['7,2', '5,5', '1,2'].join('\n') },
    { what: 'nothing', text: '' },
  ])('are refused: $what', ({ text }) => {
    const path = file(text);
    expect(() => readAkt(path, things())).toThrow(path);
  });
});

describe('a table of answers', () => {
  const header = 'user_id\titem_id\ttimestamp\tcorrect\tskill_id';
  const rows = (...lines: readonly (readonly (number | string)[])[]): string =>
    [header, ...lines.map((line) => line.join('\t'))].join('\n');

  it('comes in the order of time, whatever that of the file is', () => {
    const text = rows([1, 'b', 20, 0, 3], [2, 'x', 5, 1, 3], [1, 'a', 10, 1, 3], [1, 'c', 20, 1, 3]);
    const { starts, shownAt, outcomes } = readTsv(file(text), things());
    const own = [...starts].indexOf(3) > 0 ? 0 : starts[1]!;
    expect([...shownAt!.subarray(own, own + 3)]).toEqual([10_000, 20_000, 20_000]);
    expect([...outcomes.subarray(own, own + 3)]).toEqual([1, 0, 1]);
  });

  it('keeps rows without a moment where they stand', () => {
    const text = rows([1, 'a', 0, 1, 3], [1, 'b', 50, 0, 3], [1, 'c', 0, 1, 3], [1, 'd', 60, 1, 3]);
    const { shownAt, items } = readTsv(file(text), things());
    expect([...items]).toEqual([0, 1, 2, 3]);
    expect([...shownAt!]).toEqual([50_000, 50_000, 50_000, 60_000]);
    expect(readTsv(file(rows([1, 'a', 0, 1, 3], [1, 'b', 0, 0, 3])), things()).shownAt).toBeUndefined();
  });

  it('may begin with a mark of byte order, and end its lines as Windows does', () => {
    const text = `\uFEFF${rows([1, 'a', 1, 1, 3], [1, 'b', 2, 0, 3]).replaceAll('\n', '\r\n')}`;
    expect([...readTsv(file(text), things()).outcomes]).toEqual([1, 0]);
  });

  it('is refused by its name where its gzip file is cut', () => {
    const bytes = gzipSync(rows(...Array.from({ length: 500 }, (_, row) => [row, row, row, row % 2, 1])));
    const path = file(bytes.subarray(0, bytes.length / 2));
    expect(() => readTsv(path, things())).toThrow(`${path} is cut short`);
  });
});

describe('a log of reviews', () => {
  it('may end its lines as Windows does', () => {
    const log = readRevlog(file('id,cid,ease,time\r\n1600000000000,7,3,5000\r\n1600100000000,7,1,900\r\n'));
    expect([...log.ratings]).toEqual([3, 1]);
    expect([...log.durationMs]).toEqual([5000, 900]);
  });
});
