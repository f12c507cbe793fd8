import { describe, expect, it } from 'vitest';
import { parseSync, Visitor } from 'vite';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

/** Attributes a person reads or hears. */
const spoken = new Set([
  'aria-label',
  'alt',
  'title',
  'placeholder',
  'label',
  'hint',
  'text',
  'description',
  'valueText',
  'aria-description',
]);
const hasWord = /\p{L}{2}/u;

/** Words for people that stand in a component instead of in a message module. */
function literalTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const { program, errors } = parseSync(file, source, { lang: 'tsx' });
  if (errors.length > 0) throw new Error(`${file} does not parse`);
  new Visitor({
    JSXText(node) {
      if (hasWord.test(node.value)) found.push(node.value.trim());
    },
    JSXAttribute(node) {
      const name = node.name.type === 'JSXIdentifier' ? node.name.name : '';
      if (!spoken.has(name) || node.value?.type !== 'Literal') return;
      if (typeof node.value.value === 'string' && hasWord.test(node.value.value))
        found.push(node.value.value);
    },
  }).visit(program);
  return found;
}

describe('words on the screens', () => {
  it('are found by this test where they stand in a component', () => {
    const source =
      'export const A = () => <p title="A hint">Hello <b aria-label="Bold" className="not this">{x}</b></p>;';
    expect(literalTexts('a.tsx', source).toSorted()).toEqual(['A hint', 'Bold', 'Hello']);
  });

  it('come from the message modules alone', () => {
    const files = Object.entries(sources);
    expect(files.length).toBeGreaterThan(30);
    const literal = files.flatMap(([file, source]) =>
      literalTexts(file, source).map((text) => `${file}: ${text}`),
    );
    expect(literal).toEqual([]);
  });
});
