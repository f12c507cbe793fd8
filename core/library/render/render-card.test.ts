import { describe, expect, it } from 'vitest';
import { HOSTILE_HTML } from './hostile-corpus.ts';
import { renderCard } from './render-card.ts';
import { cardInput, unsafeParts } from './testing.ts';

function question(template: string, fields: readonly string[] = ['front', 'back']): string {
  return renderCard(cardInput({ question: template, fields })).questionHtml;
}

describe('renderCard', () => {
  it('renders both sides, the front inside the back', () => {
    const card = renderCard(cardInput({ fields: ['What?', '<b>That</b>'], css: '.card { color: red }' }));
    expect(card).toEqual({
      questionHtml: 'What?',
      answerHtml: 'What?<hr id="answer"><b>That</b>',
      css: '.card { color: red }',
      media: [],
      sounds: { question: [], answer: [] },
      droppedScripts: 0,
      empty: false,
      problems: [],
    });
  });

  it.each([
    ['{{Front}}', 'front'],
    ['{{ Front }}', 'front'],
    ['{{Front}}{{Back}}', 'frontback'],
    ['{{Front}} {{#Back}}has {{Back}}{{/Back}}{{^Back}}none{{/Back}}', 'front has back'],
    ['{{Front}}{{#Back}}{{^Front}}a{{/Front}}{{#Front}}b{{/Front}}{{/Back}}', 'frontb'],
    ['{{#Front}}{{#Back}}{{Front}}{{/Back}}{{/Front}}', 'front'],
    ['{{Front}}<!-- {{Back}} {{Nothing}} -->', 'front<!-- {{Back}} {{Nothing}} -->'],
    [
      '{{Front}}|{{Tags}}|{{Deck}}|{{Subdeck}}|{{Type}}|{{Card}}|{{CardFlag}}',
      'front||Course::Lecture|Lecture|Basic|Card 1|',
    ],
    ['{{text:Front}}', 'front'],
    ['{{anything:Front}}', 'front'],
    ['{{tts en_GB voices=x:Front}}', 'front'],
    ['{{hint:Front}}', '<details class="hint"><summary>Front</summary>front</details>'],
    ['{{Front}}{{type:Back}}', 'front<span class="type-answer"></span>'],
    ['{{{Front}}}', '{front}'],
    ['{{Front}} }} {{', 'front }} {{'],
  ])('fills in %s', (template, expected) => {
    expect(question(template)).toBe(expected);
  });

  it('shows tags, flag and deck as text', () => {
    const card = renderCard(
      cardInput({
        question: '{{Front}} {{Tags}} {{CardFlag}} {{Subdeck}}',
        tags: ['a', '<b>'],
        flag: 3,
        deckPath: ['x', 'R&D'],
      }),
    );
    expect(card.questionHtml).toBe('front a &lt;b&gt; flag3 R&amp;D');
  });

  it('shows the expected answer of a typed card on the back', () => {
    const card = renderCard(cardInput({ question: '{{Front}}', answer: '{{type:Back}}' }));
    expect(card.answerHtml).toBe('<span class="type-answer">back</span>');
    const cloze = renderCard(
      cardInput({
        kind: 'cloze',
        question: '{{type:cloze:Front}}',
        answer: '{{type:cloze:Front}}',
        fields: ['{{c1::x}} y {{c1::z}}', ''],
      }),
    );
    expect(cloze.answerHtml).toBe('<span class="type-answer">x, z</span>');
  });

  it('strips markup for {{text:}} and keeps it escaped', () => {
    expect(question('{{text:Front}}', ['<b>a &lt; b</b>', ''])).toBe('a &lt; b');
  });

  it.each([
    ['', true],
    [' <br> <div></div>', true],
    ['&nbsp;', false],
    ['<img src="x.png">', false],
    ['a', false],
  ])('front field %j: empty is %s', (front, empty) => {
    const card = renderCard(cardInput({ question: 'Static {{Front}}', fields: [front, 'back'] }));
    expect(card.empty).toBe(empty);
    expect(card.questionHtml === '').toBe(empty);
  });

  it('says so when a cloze card has lost its deletion', () => {
    const card = (ordinal: number) =>
      renderCard(
        cardInput({ kind: 'cloze', question: '{{cloze:Front}}', fields: ['{{c2::x}}', ''], ordinal }),
      );
    expect([card(0).empty, card(1).empty]).toEqual([true, false]);
  });

  it.each([
    ['{{Frnt}}', '<span class="template-error">{{Frnt}}?</span>', ['unknown-field']],
    ['{{<b>}}', '<span class="template-error">{{&lt;b&gt;}}?</span>', ['unknown-field']],
    ['{{#Front}}x{{Front}}', '<span class="template-error">{{#Front}}?</span>xfront', ['unclosed-section']],
    ['{{Front}}{{/Front}}', 'front<span class="template-error">{{/Front}}?</span>', ['unopened-section']],
    ['{{#No}}x{{/No}}{{Front}}', '<span class="template-error">{{#No}}?</span>front', ['unknown-field']],
    ['{{^No}}x{{/No}}{{Front}}', '<span class="template-error">{{^No}}?</span>xfront', ['unknown-field']],
    [
      '{{#Front}}{{#Back}}{{Front}}{{/Front}}!',
      '<span class="template-error">{{#Back}}?</span>front!',
      ['unclosed-section'],
    ],
    ['{{Front}}<b title="', 'front&lt;b title="', ['unclosed-tag']],
  ])('marks what is wrong in %s', (template, html, problems) => {
    const card = renderCard(cardInput({ question: template, answer: '{{Back}}' }));
    expect(card.questionHtml).toBe(html);
    expect(card.problems).toEqual(problems);
    expect(card.empty).toBe(false);
  });

  it('stops a template that multiplies a long field', () => {
    const card = renderCard(
      cardInput({ question: '{{Front}}'.repeat(20_000), fields: ['x'.repeat(200_000), ''] }),
    );
    expect(card.problems).toEqual(['output-too-long']);
    expect(card.questionHtml.length).toBeLessThan(4_000_100);
  });

  it('stops a filter that multiplies the length of a field', () => {
    const fields = ['{{c1::x}}'.repeat(20_000), ''];
    const card = renderCard(cardInput({ kind: 'cloze', question: '{{cloze:Front}}'.repeat(1000), fields }));
    expect(card.problems).toEqual(['output-too-long']);
    expect(card.questionHtml.length).toBeLessThan(6_000_000);
  });

  it('lists the sounds of each side once', () => {
    const card = renderCard(cardInput({ fields: ['[sound:a.mp3]', '[sound:b &amp; c.mp3][sound:a.mp3]'] }));
    expect(card.sounds).toEqual({ question: ['a.mp3'], answer: ['b & c.mp3', 'a.mp3'] });
    expect(card.media).toEqual(['a.mp3', 'b & c.mp3']);
    expect(card.questionHtml).toBe('<audio controls preload="none" data-media="a.mp3"></audio>');
    expect(card.answerHtml).toContain('data-media="b &amp; c.mp3"');
  });

  it('counts what it removed, once where the back repeats the front', () => {
    expect(
      renderCard(cardInput({ fields: ['a<script>1</script>', '<i onclick=x>b</i>'] })).droppedScripts,
    ).toBe(2);
    expect(
      renderCard(cardInput({ fields: ['a<script>1</script>', 'b'], answer: '{{Back}}' })).droppedScripts,
    ).toBe(1);
  });

  it('keeps the media of the style sheet and closes its way out', () => {
    const css = '@font-face { src: url("_my%20font.woff2") } .a::after { content: "</style><script>" }';
    const card = renderCard(cardInput({ css }));
    expect(card.media).toEqual(['_my font.woff2']);
    expect(card.css).not.toMatch(/<[a-z/!]/i);
    expect(card.css).toContain('url("_my%20font.woff2")');
  });

  it.each(HOSTILE_HTML)('leaves nothing active of %j', (hostile) => {
    for (const kind of ['standard', 'cloze'] as const) {
      const filter = kind === 'cloze' ? 'cloze:' : '';
      const inField = cardInput({
        kind,
        fields: [`${hostile}{{c1::x}}`, hostile],
        question: `{{${filter}Front}}`,
      });
      const inTemplate = cardInput({ kind, question: hostile, answer: `${hostile}{{Front}}`, css: hostile });
      for (const card of [renderCard(inField), renderCard(inTemplate)]) {
        expect([...unsafeParts(card.questionHtml), ...unsafeParts(card.answerHtml)]).toEqual([]);
        expect(card.css).not.toMatch(/<[a-z/!?]/i);
      }
    }
  });
});
