import { derivedUid, uidToHex } from '../../store/uid.ts';

export type TemplateText = { name: string; questionFormat: string; answerFormat: string };

export type BuiltInType = {
  uid: string;
  name: string;
  kind: 'standard' | 'cloze';
  css: string;
  fields: readonly string[];
  templates: readonly TemplateText[];
};

// What Anki writes into its own note types: an export looks there as it always did, and the card frame knows it as plain.
const plainCss = `.card {
    font-family: arial;
    font-size: 20px;
    text-align: center;
    color: black;
    background-color: white;
}
`;
const clozeCss = `${plainCss}.cloze {
    font-weight: bold;
    color: blue;
}
.nightMode .cloze {
    color: lightblue;
}
`;

const turned = (question: string, answer: string, name: string): TemplateText => ({
  name,
  questionFormat: `{{${question}}}`,
  answerFormat: `{{FrontSide}}\n\n<hr id=answer>\n\n{{${answer}}}`,
});

/** The same uid on every device, so that a type made on two of them is one. */
const builtIn = (key: string, type: Omit<BuiltInType, 'uid'>): BuiltInType => ({
  uid: uidToHex(derivedUid('americano.note-type', key)),
  ...type,
});

/** Note types that are there before any import. */
export const builtInTypes: readonly BuiltInType[] = [
  builtIn('basic', {
    name: 'Basic',
    kind: 'standard',
    css: plainCss,
    fields: ['Front', 'Back'],
    templates: [turned('Front', 'Back', 'Card 1')],
  }),
  builtIn('reversed', {
    name: 'Basic (and reversed card)',
    kind: 'standard',
    css: plainCss,
    fields: ['Front', 'Back'],
    templates: [turned('Front', 'Back', 'Card 1'), turned('Back', 'Front', 'Card 2')],
  }),
  builtIn('cloze', {
    name: 'Cloze',
    kind: 'cloze',
    css: clozeCss,
    fields: ['Text', 'Back Extra'],
    templates: [
      {
        name: 'Cloze',
        questionFormat: '{{cloze:Text}}',
        answerFormat: '{{cloze:Text}}<br>\n{{Back Extra}}',
      },
    ],
  }),
  builtIn('typed', {
    name: 'Basic (type in the answer)',
    kind: 'standard',
    css: plainCss,
    fields: ['Front', 'Back'],
    templates: [
      {
        name: 'Card 1',
        questionFormat: '{{Front}}\n\n{{type:Back}}',
        answerFormat: '{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}',
      },
    ],
  }),
];
