import fc from 'fast-check';
import { HOSTILE_HTML } from '../../hostile-corpus.ts';
import type { RenderCardInput } from '../../render-card.ts';
import { cardInput } from '../../testing.ts';

/** A case as it is kept in the corpus. */
export type TemplateCase = {
  kind: 'standard' | 'cloze';
  fields: [string, string];
  question: string;
  answer: string;
  css: string;
  ordinal: number;
};

export const inputOf = ({ fields, ...rest }: TemplateCase): RenderCardInput => cardInput({ ...rest, fields });

export const lengthOf = ({ fields, question, answer, css }: TemplateCase): number =>
  fields.join('').length + question.length + answer.length + css.length;

/** What the template language and the markup of fields are made of, whole and cut off. */
const pieces = [
  '{{',
  '}}',
  '{{c1::',
  '{{c2::',
  '{{c1,3::',
  '::',
  '{{c0::',
  '{{c501::',
  '{{#Front}}',
  '{{/Front}}',
  '{{^Back}}',
  '{{/Back}}',

  '{{#c1}}',
  '{{FrontSide}}',
  '{{Front',
  'Back}}',
  '{{Tags}}',
  '{{:Front}}',
  '{{::}}',
  '{{Front:Back}}',
  '{{{Front}}}',

  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '[$]',
  '[/$]',
  '[$$]',
  '[/$$]',
  '[latex]',
  '[/latex]',
  '<anki-mathjax>',
  '</anki-mathjax>',

  '<anki-mathjax block="true">',
  '\\href{javascript:alert(1)}{x}',
  '\\includegraphics{//evil.example/x}',
  '\\frac{a}{b}',

  '[sound:a.mp3]',
  '[sound:',
  '[sound:../../x.mp3]',
  '[sound://evil.example/x.mp3]',
  '[anki:play:q:0]',
  '[anki:play:t:0]',
  '[anki:play:a:9999]',
  '[anki:tts lang=en_GB]',
  '[anki:tts',
  '[/anki:tts]',
  ' voices=a,b',
  ' speed=9e9',
  'cloze_blank="',
  ']',

  'image-occlusion:',
  'rect',
  'ellipse',
  'polygon',
  'text',
  ':left=.1',
  ':top=-1',
  ':width=1e9',
  ':points=0,0 1,1',
  ':oi=1',
  ':text=<b>',
  ':fill=url(x)',
  ':angle=NaN',
  '\\:',
  '漢字[かんじ]',
  ' [',
  '[',
  '&nbsp;',
  '\u0301',
  '\u202e',
  '\ud83d',
  '\u0000',
  '\ufffd',
  '\n',

  '<script>',
  '</script>',
  '<style>',
  '</style>',
  '<svg>',
  '<math>',
  '<img src=',
  '<a href=',
  ' onerror=alert(1)',
  '>',
  '<',
  '"',
  "'",
  '`',
  '<!--',
  '-->',
  '&#x6a;',
  '&lt;',

  'javascript:',
  'https://evil.example/',
  '//evil.example/',
  'url(',
  '@import ',
  '</',
  '/>',
  ' data-media=',
  ' data-speech=',
  ' data-player=1',
  ' data-math=inline',
] as const;

const filters = [
  'cloze',
  'cloze-only',
  'text',
  'hint',
  'type',
  'nc',
  'furigana',
  'kanji',
  'kana',
  'tts en_GB voices=x',
  'tts',
  'unknown',
  '',
] as const;
const keys = ['Front', 'Back', 'FrontSide', 'Tags', 'Nothing', ''] as const;

const soup = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...pieces) },
        { weight: 3, arbitrary: fc.string({ maxLength: 5 }) },
        { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_HTML) },
        // Repetition is what makes quadratic work long.
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...pieces), fc.integer({ min: 20, max: 60 }))
            .map(([piece, times]) => piece.repeat(times)),
        },
      ),
      { maxLength },
    )
    .map((parts) => parts.join(''));

const field = fc
  .tuple(fc.array(fc.constantFrom(...filters), { maxLength: 4 }), fc.constantFrom(...keys))
  .map(([names, key]) => `{{${[...names, key].join(':')}}}`);
const section = fc
  .tuple(fc.constantFrom('#', '^'), fc.constantFrom(...keys, 'c1', 'c2'), field)
  .map(([sigil, key, inside]) => `{{${sigil}${key}}}${inside}{{/${key}}}`);
const template = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: field },
      { weight: 2, arbitrary: section },
      { weight: 2, arbitrary: soup(4) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

export const templateCase: fc.Arbitrary<TemplateCase> = fc.record({
  kind: fc.constantFrom('standard', 'cloze'),
  fields: fc.tuple(soup(24), soup(12)),
  question: template,
  answer: template,
  css: soup(8),
  ordinal: fc.integer({ min: 0, max: 3 }),
});
