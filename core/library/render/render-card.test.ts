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
      typed: null,
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
    [
      '{{tts en_GB voices=x:Front}}',
      '<button type="button" data-player="0" data-speech="{&quot;text&quot;:&quot;front&quot;,&quot;lang&quot;:&quot;en_GB&quot;,&quot;voices&quot;:[&quot;x&quot;],&quot;speed&quot;:1}"></button>',
    ],
    ['{{cloze-only:Front}}|{{Front}}', '|front'],
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

  it.each([
    [
      '{{type:Back}}',
      ['q', '<b>na\u0131\u0308ve</b><br>x'],
      { expected: 'na\u0131\u0308ve x', combining: true },
    ],
    ['{{type:Back}}', ['q', 'e\u0301'], { expected: '\u00e9', combining: true }],
    ['{{type:nc:Back}}', ['q', 'caf\u00e9'], { expected: 'caf\u00e9', combining: false }],
    ['{{type:Back}}', ['q', '[sound:a.mp3]x'], { expected: 'x', combining: true }],
    ['{{type:Back}}', ['q', '<br>'], null],
    ['{{Front}}', ['q', 'a'], null],
  ])('%s with %j expects %j', (template, fields, typed) => {
    const card = renderCard(cardInput({ question: `{{Front}}${template}`, fields }));
    expect(card.typed).toEqual(typed);
    expect(card.questionHtml.includes('type-answer')).toBe(typed !== null);
  });

  it('types a deletion, one that stands several times once', () => {
    const typed = (text: string) =>
      renderCard(
        cardInput({ kind: 'cloze', question: '{{cloze:Front}}{{type:cloze:Front}}', fields: [text, ''] }),
      ).typed?.expected;
    expect(typed('{{c1::a}} {{c1::a}} {{c2::b}}')).toBe('a');
    expect(typed('{{c1::a}} {{c1::c}}')).toBe('a, c');
    expect(typed('{{c1,2::both}}')).toBe('both');
  });

  it('shows one deletion on each card it names', () => {
    const card = (ordinal: number) =>
      renderCard(
        cardInput({
          kind: 'cloze',
          question: '{{cloze:Front}}',
          fields: ['{{c1,3::a}} {{c2::b}}', ''],
          ordinal,
        }),
      );
    expect([0, 1, 2, 3].map((ordinal) => card(ordinal).questionHtml.includes('[...]'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(card(1).questionHtml).toContain('<span class="cloze-inactive" data-ordinal="1,3">a</span>');
  });

  it.each([
    ['question', '{{c1::a::h}} {{c1::b}} {{c2::c}}', 'h, ...'],
    ['answer', '{{c1::a::h}} {{c1::b {{c2::in}}}} {{c2::c}}', 'a, b in'],
  ] as const)('{{cloze-only:}} on the %s', (side, text, shown) => {
    const template = '{{cloze-only:Front}}';
    const card = renderCard(
      cardInput({ kind: 'cloze', question: template, answer: template, fields: [text, ''] }),
    );
    expect(side === 'question' ? card.questionHtml : card.answerHtml).toBe(shown);
  });

  it.each([
    ['\\(x^2 &lt; y\\)', '<span class="math" data-math="inline">\\(x^2 &lt; y\\)</span>'],
    ['\\[a<br>b\\]', '<span class="math" data-math="display">\\[a\nb\\]</span>'],
    ['<anki-mathjax block="true">x</anki-mathjax>', '<span class="math" data-math="display">\\[x\\]</span>'],
    ['<anki-mathjax>x</anki-mathjax>', '<span class="math" data-math="inline">\\(x\\)</span>'],
    ['<b title="\\(x\\)">\\(y</b>', '<b title="\\(x\\)">\\(y</b>'],
    ['<!-- \\(x\\) -->', '<!-- \\(x\\) -->'],
    [
      '\\(<img src=x onerror=alert(1)>&lt;script&gt;\\)',
      '<span class="math" data-math="inline">\\(&lt;script&gt;\\)</span>',
    ],
  ])('marks the formula in %s', (field, html) => {
    expect(question('{{Front}}', [field, ''])).toBe(html);
  });

  it('keeps a deletion in a formula as its place', () => {
    const input = {
      kind: 'cloze',
      question: '{{cloze:Front}}',
      fields: ['\\(a={{c1::b^2::n}}\\)', ''],
    } as const;
    const card = renderCard(cardInput({ ...input, answer: '{{cloze:Front}}' }));
    expect([card.questionHtml, card.answerHtml]).toEqual([
      '<span class="math" data-math="inline">\\(a=[n]\\)</span>',
      '<span class="math" data-math="inline">\\(a=b^2\\)</span>',
    ]);
  });

  // The names are the ones Anki gave such sources.
  it.each([
    [
      'a[latex]one<br>and<div>two[/latex]b',
      'latex-ef30b3f4141c33a5bf7044b0d1961d3399c05d50.png',
      'one\nand\ntwo',
    ],
    [
      '[$]<b>hello</b>&nbsp; world[/$]',
      'latex-060219fbf3ddb74306abddaf4504276ad793b029.png',
      '$hello  world$',
    ],
    [
      '[$$]math &amp; stuff[/$$]',
      'latex-8899f3f849ffdef6e4e9f2f34a923a1f608ebc07.png',
      '\\begin{displaymath}math &amp; stuff\\end{displaymath}',
    ],
  ])('points %s to its picture', (field, name, source) => {
    const card = renderCard(cardInput({ fields: [field, ''] }));
    expect(card.media).toEqual([name]);
    expect(card.questionHtml).toContain(`<img class="latex" alt="${source}" data-media="${name}">`);
  });

  it('says what a voice is to say, once where the back repeats the front', () => {
    const card = renderCard(
      cardInput({
        question: '{{tts ja_JP voices=Otoya,Kyoko speed=0.8:Front}}',
        answer: '{{FrontSide}}[anki:tts lang=en_GB]{{Back}} <b>now</b>[/anki:tts][sound:a.mp3]',
        fields: ['<i>日本</i> [sound:b.mp3]', 'say &amp; do'],
      }),
    );
    expect(card.sounds.question).toEqual([
      { kind: 'speech', place: 0, text: '日本', lang: 'ja_JP', voices: ['Otoya', 'Kyoko'], speed: 0.8 },
    ]);
    expect(card.sounds.answer).toEqual([
      { kind: 'speech', place: 1, text: 'say & do now', lang: 'en_GB', voices: [], speed: 1 },
      { kind: 'file', place: 2, name: 'a.mp3' },
    ]);
  });

  it('offers a button for a sound that is named by its number', () => {
    expect(question('{{Front}}', ['[anki:play:q:12]', ''])).toBe(
      '<button type="button" data-play="q:12"></button>',
    );
  });

  it('takes a marker of nothing away', () => {
    expect(question('{{Front}}', ['a[anki:play:t:3]', ''])).toBe('a');
  });

  it.each([
    ['furigana', '日本語[にほんご]', '<ruby><rb>日本語</rb><rt>にほんご</rt></ruby>'],
    ['furigana', 'これは 漢字[かんじ]です', 'これは<ruby><rb>漢字</rb><rt>かんじ</rt></ruby>です'],
    [
      'furigana',
      '<b>漢[かん]</b>&nbsp;字[じ]',
      '<b><ruby><rb>漢</rb><rt>かん</rt></ruby></b><ruby><rb>字</rb><rt>じ</rt></ruby>',
    ],
    [
      'furigana',
      '漢[sound:a.mp3] 字[じ]',
      '漢<audio controls preload="none" data-player="0" data-media="a.mp3"></audio><ruby><rb>字</rb><rt>じ</rt></ruby>',
    ],
    ['kana', 'test first[second] third[fourth]', 'testsecondfourth'],
    ['kanji', 'test first[second] third[fourth]', 'testfirstthird'],
    ['furigana', '[x] open[', '[x] open['],
  ])('{{%s:}} of %s', (filter, field, html) => {
    expect(question(`{{${filter}:Front}}`, [field, ''])).toBe(html);
  });

  const occlusion = (ordinal: number, field: string) =>
    renderCard(
      cardInput({
        kind: 'cloze',
        question: '{{cloze:Front}}{{Back}}<script>anki.imageOcclusion.setup();</script>',
        answer: '{{cloze:Front}}',
        fields: [field, '<img src="heart.png">'],
        ordinal,
      }),
    );

  it('gives the masks of an occlusion note to the page, as what they are on this card', () => {
    const card = occlusion(
      0,
      '{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1:oi=1}}<br>' +
        '{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.05:angle=30}}',
    );
    expect(card.questionHtml).toBe(
      '<div class="cloze" data-ordinal="1" data-shape="rect" data-left=".1" data-top=".2" data-width=".3" data-height=".1" data-occludeinactive="1"></div><br>' +
        '<div class="cloze-inactive" data-ordinal="2" data-shape="ellipse" data-left=".5" data-top=".5" data-rx=".1" data-ry=".05" data-angle="30"></div>' +
        '<img data-media="heart.png">',
    );
    expect(card.answerHtml).toContain('<div class="cloze-highlight" data-ordinal="1" data-shape="rect"');
    expect(card.empty).toBe(false);
    // Its script does what the page does: nothing is missing.
    expect(card.droppedScripts).toBe(0);
  });

  it.each([
    ['polygon:points=.1,.1 .2,.15 x,y .3,.4', 'data-shape="polygon" data-points=".1,.1 .2,.15 .3,.4"'],
    [
      'text:left=.1:top=.2:text=a\\:b "c"<i>:scale=1:fs=.05',
      'data-text="a:b &quot;c&quot;&lt;i&gt;" data-scale="1" data-font-size=".05"',
    ],
    ['rect:left=1" onclick="alert(1):top=javascript:width=1e9', 'data-shape="rect"></div>'],
    ['rect:left=.1:fill=url(x):fill=#ff8e8e', 'data-left=".1" data-fill="#ff8e8e"'],
  ])('takes of the mask %s only what a mask has', (mask, written) => {
    const card = occlusion(0, `{{c1::image-occlusion:${mask}}}`);
    expect(card.questionHtml).toContain(written);
    expect(unsafeParts(card.questionHtml)).toEqual([]);
  });

  it('reads 100,000 openers without their ends in one pass', () => {
    const hostile = [
      '\\(',
      '\\[',
      '[latex]',
      '[$]',
      '[anki:tts lang=x]',
      'a[',
      '<anki-mathjax',
      '{{c1::image-occlusion:rect',
    ]
      .map((opener) => opener.repeat(100_000))
      .join('');
    const fields = [hostile, ''];
    for (const filter of ['furigana:', 'text:', 'tts en:', 'hint:', '']) {
      expect(
        unsafeParts(renderCard(cardInput({ question: `{{${filter}Front}}`, fields })).questionHtml),
      ).toEqual([]);
    }
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
    expect(card.sounds).toEqual({
      question: [{ kind: 'file', place: 0, name: 'a.mp3' }],
      answer: [
        { kind: 'file', place: 1, name: 'b & c.mp3' },
        { kind: 'file', place: 2, name: 'a.mp3' },
      ],
    });
    expect(card.media).toEqual(['a.mp3', 'b & c.mp3']);
    expect(card.questionHtml).toBe(
      '<audio controls preload="none" data-player="0" data-media="a.mp3"></audio>',
    );
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
