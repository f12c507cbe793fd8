import { join } from 'node:path';
import {
  basicNoteType,
  type DescribedMedia,
  type DescribedNoteType,
  type PackageDescription,
} from '#core/exchange/anki/testing/package-description.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { drawPng } from './draw-png.ts';

const withTemplates = (
  id: number,
  name: string,
  question: string,
  answer: string,
  css = basicNoteType(1).css,
): DescribedNoteType => ({
  ...basicNoteType(id),
  name,
  css,
  templates: [{ name: 'Card 1', questionFormat: question, answerFormat: answer }],
});

const basic = basicNoteType(100);
const typed = withTemplates(
  101,
  'Typed',
  '{{Front}}<br>{{type:Back}}',
  '{{FrontSide}}<hr id=answer>{{type:Back}}',
);
const readings = withTemplates(
  102,
  'Readings',
  '{{kanji:Front}}',
  '{{furigana:Front}}<hr id=answer>{{Back}}',
);
const spoken = withTemplates(
  103,
  'Spoken',
  '{{Front}} {{tts en_GB:Front}}',
  '{{FrontSide}}<hr id=answer>{{Back}}',
);
const coloured = withTemplates(
  104,
  'Coloured',
  '<p id="words" style="color: #ffef9f !important">{{Front}}</p><script>document.title = "x"</script>',
  '{{FrontSide}}<hr id=answer><b>{{Back}}</b>',
  '.card { background: #fff9d0 !important; color: #e8d98a; font-family: georgia; font-size: 24px; } b { color: #f5e8a0 }',
);
const hinted = withTemplates(
  105,
  'Hinted',
  '{{Front}}<br>{{hint:Back}}',
  '{{FrontSide}}<hr id=answer>{{Back}}',
);
const atNight = withTemplates(
  106,
  'At night',
  '{{Front}}',
  '{{FrontSide}}<hr id=answer>{{Back}}',
  '.card { color: black; background: white } .nightMode.card { color: #9fd0ff; background: #10202c }',
);
const masksCss =
  '#image-occlusion-canvas { --inactive-shape-color: #ffeba2; --active-shape-color: #ff8e8e; --inactive-shape-border: 1px #212121; --active-shape-border: 1px #212121; --highlight-shape-color: #ff8e8e00; --highlight-shape-border: 1px #ff8e8e; }';
const masksFront = `{{#Header}}<div>{{Header}}</div>{{/Header}}
<div style="display: none">{{cloze:Occlusion}}</div>
<div id="err"></div>
<div id="image-occlusion-container">
    {{Image}}
    <canvas id="image-occlusion-canvas"></canvas>
</div>
<script>
try { anki.imageOcclusion.setup(); } catch (exc) { document.getElementById("err").innerHTML = exc; }
</script>`;
const masks: DescribedNoteType = {
  id: 107,
  name: 'Image Occlusion',
  kind: 'cloze',
  css: masksCss,
  fields: ['Occlusion', 'Image', 'Header', 'Back Extra'],
  templates: [
    {
      name: 'Image Occlusion',
      questionFormat: masksFront,
      answerFormat: `${masksFront}\n<div><button id="toggle">Toggle Masks</button></div>\n{{#Back Extra}}<div>{{Back Extra}}</div>{{/Back Extra}}`,
    },
  ],
  sortField: 2,
};

/** The fields of each kind of card, in the order of study. */
const kinds: readonly [guid: string, type: DescribedNoteType, fields: string[], ordinals?: number[]][] = [
  [
    'formula',
    basic,
    [
      'Nernst: \\(E = \\frac{RT}{zF} \\ln\\frac{[\\mathrm{K}^+]_o}{[\\mathrm{K}^+]_i}\\)<br>\\[\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}\\]',
      'Buffer: \\(\\ce{CO2 + H2O &lt;=&gt; H2CO3}\\), an error: \\(\\frac{1\\)',
    ],
  ],
  ['typed', typed, ['The cleft between two neurons', 'Synaptic <b>cleft</b>']],
  ['reading', readings, [' 心臓[しんぞう]は 左[ひだり]にある', 'The heart is on the left']],
  ['spoken', spoken, ['the aorta', 'leaves the left ventricle']],
  ['coloured', coloured, ['Pale words on a pale ground', 'hard to read']],
  ['hinted', hinted, ['Which valve closes first?', 'The mitral valve']],
  ['night', atNight, ['A card with a night of its own', 'as its author meant it']],
  [
    'masks',
    masks,
    [
      '{{c1::image-occlusion:rect:left=.1:top=.15:width=.25:height=.2:oi=1}}<br>{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.15:ry=.18:oi=1}}<br>{{c3::image-occlusion:polygon:left=.68:top=.1:points=.68,.1 .92,.2 .75,.38:oi=1}}<br>{{c0::image-occlusion:text:left=.05:top=.85:text=Heart\\: front:scale=1:fs=.08}}',
      '<img src="heart.png">',
      'What is covered?',
      'The right atrium',
    ],
  ],
  [
    'one',
    masks,
    [
      '{{c1::image-occlusion:rect:left=.1:top=.15:width=.25:height=.2:angle=20}}<br>{{c2::image-occlusion:rect:left=.5:top=.5:width=.2:height=.2}}',
      '<img src="heart.png">',
      'Only one is covered',
      '',
    ],
  ],
  ['sounds', basic, ['Two sounds [sound:first.wav][sound:second.wav]', 'and one more [sound:third.wav]']],
  ['latex', basic, ['Given: [$]x^2[/$], drawn: [$]\\frac{a}{b}[/$]', '[latex]Text and $y$.[/latex]']],
  ['blank', basic, ['', 'Only the back has words']],
  ['film', basic, ['A long recording [sound:long.wav]', 'of 40 MB']],
];

/** A tone as WAV: `seconds` of 16 bits, mono. */
const tone = (seconds: number, pitch: number, rate = 8000): Buffer => {
  const samples = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++)
    bytes.writeInt16LE(Math.round(3000 * Math.sin((at * pitch) / rate)), 44 + at * 2);
  return bytes;
};

const heart = (x: number, y: number): [number, number, number] => {
  const inside = (x - 200) ** 2 / 150 ** 2 + (y - 150) ** 2 / 110 ** 2 < 1;
  return inside ? [200 - (y >> 2), 90, 90] : [235, 240, 245];
};

const media: readonly DescribedMedia[] = [
  { name: 'heart.png', bytes: drawPng(400, 300, heart) },
  { name: 'first.wav', bytes: tone(0.4, 2800) },
  { name: 'second.wav', bytes: tone(0.4, 3400) },
  { name: 'third.wav', bytes: tone(0.4, 4000) },
  // The name Anki gives the picture of $x^2$.
  {
    name: 'latex-76b2878564ab19b80abb21ba964abe90fe120846.png',
    bytes: drawPng(60, 30, (x) => [x * 4, 0, 0]),
  },
];

const kindNames = kinds.map(([guid]) => guid);

const description = (chosen: readonly string[], extra: readonly DescribedMedia[]): PackageDescription => {
  const notes = kinds
    .filter(([guid]) => chosen.includes(guid))
    .map(([guid, type, fields], index) => ({ id: 1000 + index, guid, noteTypeId: type.id, fields }));
  return {
    createdAt: 1_700_000_000,
    decks: [
      { id: 1, name: 'Default' },
      { id: 10, name: 'Kinds' },
    ],
    noteTypes: [basic, typed, readings, spoken, coloured, hinted, atNight, masks],
    notes,
    cards: notes.map(({ id }, index) => ({
      id: 2000 + index,
      noteId: id,
      deckId: 10,
      ordinal: 0,
      due: 1 + index,
    })),
    reviews: [],
    media: [...media, ...extra],
  };
};

/** A card of each kind that the template language knows, without the film. */
export const kindsPackage = description(
  kindNames.filter((name) => name !== 'film'),
  [],
);

/** Writes a package with the chosen kinds; a film comes with its 40 MB. */
export const writeKindsPackage = async (folder: string, chosen: readonly string[]): Promise<string> => {
  const path = join(folder, 'kinds.apkg');
  const film = chosen.includes('film') ? [{ name: 'long.wav', bytes: tone(2500, 3000) }] : [];
  await writePackage(path, 3, description(chosen, film));
  return path;
};
