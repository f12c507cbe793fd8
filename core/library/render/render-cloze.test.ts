import { describe, expect, it } from 'vitest';
import { cardOrdinals } from './card-ordinals.ts';
import { clozeOrdinals } from './cloze-ordinals.ts';
import { clozeText, renderCloze } from './render-cloze.ts';

const active = (text: string, ordinal = '1') =>
  `<span class="cloze" data-ordinal="${ordinal}">${text}</span>`;
const inactive = (text: string, ordinal: number) =>
  `<span class="cloze-inactive" data-ordinal="${ordinal}">${text}</span>`;

describe('renderCloze', () => {
  it.each([
    ['{{c1::Paris}} is a city', 1, `${active('[...]')} is a city`, `${active('Paris')} is a city`],
    ['{{c1::Paris::capital}}', 1, active('[capital]'), active('Paris')],
    ['{{c1::Paris::}}', 1, active('[...]'), active('Paris')],
    [
      '{{c1::a}} {{c2::b}} {{c1::c}}',
      1,
      `${active('[...]')} ${inactive('b', 2)} ${active('[...]')}`,
      `${active('a')} ${inactive('b', 2)} ${active('c')}`,
    ],
    ['{{c1::a {{c2::b}} c}}', 1, active('[...]'), active(`a ${inactive('b', 2)} c`)],
    [
      '{{c1::a {{c2::b}} c}}',
      2,
      inactive(`a ${active('[...]', '2')} c`, 1),
      inactive(`a ${active('b', '2')} c`, 1),
    ],
    ['{{c1::a {{c2::b::inner}} c::outer}}', 1, active('[outer]'), active(`a ${inactive('b', 2)} c`)],
    ['{{c1,3::a}}', 3, active('[...]', '1,3'), active('a', '1,3')],
    ['{{c2::only}}', 1, '', ''],
    ['no deletion', 1, '', ''],
    ['{{c1::a}} }} {{c2::open', 1, `${active('[...]')} }} {{c2::open`, `${active('a')} }} {{c2::open`],
    ['{{c2::open {{c1::a}}', 1, `{{c2::open ${active('[...]')}`, `{{c2::open ${active('a')}`],
    ['<b>{{c1::x</b> y}}', 1, `<b>${active('[...]')}`, `<b>${active('x</b> y')}`],
  ])('%s for c%i', (field, number, question, answer) => {
    expect(renderCloze(field, number, 'question')).toBe(question);
    expect(renderCloze(field, number, 'answer')).toBe(answer);
  });

  it('shows deletions as their text', () => {
    expect(clozeText('a {{c1::b {{c2::c::h}}::h2}} {{c3::d')).toBe('a b c {{c3::d');
    expect(clozeText('{{c1::image-occlusion:rect:left=.1}}<br>{{c2::b}}')).toBe('<br>b');
  });

  it('reads 100,000 nested and unclosed deletions', () => {
    const nested = '{{c1::'.repeat(100_000) + 'x' + '}}'.repeat(100_000);
    const unclosed = '{{c1::a::'.repeat(100_000);
    expect(renderCloze(nested, 1, 'question')).toBe(active('[...]'));
    expect(renderCloze(nested, 1, 'answer')).toContain('x');
    expect(renderCloze(unclosed, 1, 'question')).toBe('');
  });
});

describe('clozeOrdinals', () => {
  it.each([
    [
      ['{{c1::a}} {{c3::b}}', '{{c3::c}} {{c2::d}}'],
      [0, 1, 2],
    ],
    [['{{c1::a {{c4::b}}}}'], [0, 3]],
    [['{{c0::a}} {{c501::b}} {{c500::c}}'], [499]],
    [['{{c2,1::a}}'], [0, 1]],
    [['{{c1::never closed', 'plain'], []],
  ])('%j gives %j', (fields, ordinals) => {
    expect(clozeOrdinals(fields)).toEqual(ordinals);
  });
});

describe('cardOrdinals', () => {
  const noteType = (...fronts: string[]) => ({
    kind: 'standard' as const,
    fields: ['A', 'B', 'C'],
    templates: fronts.map((questionFormat) => ({ questionFormat })),
  });

  it.each([
    [
      ['{{A}}', '{{B}}'],
      ['a', 'b', ''],
      [0, 1],
    ],
    [['{{A}}', '{{B}}'], ['a', '<br>', ''], [0]],
    [['{{A}}', '{{#C}}{{B}}{{/C}}'], ['a', 'b', ''], [0]],
    [
      ['{{A}}', '{{#C}}{{B}}{{/C}}'],
      ['a', 'b', 'y'],
      [0, 1],
    ],
    [['{{^C}}{{A}}{{/C}}'], ['a', '', ''], [0]],
    [['{{^C}}{{A}}{{/C}}'], ['a', '', 'y'], []],
    [['static {{Deck}} {{Tags}}', '{{type:A}}', '{{C}}{{hint:A}}'], ['a', '', ''], [2]],
    [['{{#A}}static{{/A}}'], ['a', '', ''], []],
  ])('fronts %j with %j give %j', (fronts, fields, ordinals) => {
    expect(cardOrdinals(noteType(...fronts), fields)).toEqual(ordinals);
  });

  it('takes the numbers of a cloze note', () => {
    const cloze = {
      kind: 'cloze' as const,
      fields: ['Text'],
      templates: [{ questionFormat: '{{cloze:Text}}' }],
    };
    expect(cardOrdinals(cloze, ['{{c2::a}}'])).toEqual([1]);
  });
});
