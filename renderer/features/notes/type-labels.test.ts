import { expect, it } from 'vitest';
import { typeLabels } from './type-labels.ts';

const type = (name: string, fields: string[], templates = 1, builtIn = false) => ({
  uid: '0'.repeat(32),
  name,
  kind: 'standard' as const,
  fields,
  templates: Array.from({ length: templates }, (_, index) => `Card ${index + 1}`),
  builtIn,
});

it('calls a note type by its name, and by what tells it apart where several have that name', () => {
  const labels = typeLabels([
    type('Basic', ['Front', 'Back'], 1, true),
    { ...type('Cloze', ['Text', 'Back Extra'], 1, true), kind: 'cloze' },
    type('Basic', ['Front', 'Back']),
    type('Basic', ['Front', 'Back', 'Source'], 2),
    { ...type('Cloze', ['Text', 'Notes']), kind: 'cloze' },
    type('Anatomy', ['Name']),
  ]);
  expect(labels).toEqual([
    'Basic (built in)',
    'Cloze (built in)',
    'Basic (Front and Back; 1 card)',
    'Basic (Front, Back and Source; 2 cards)',
    'Cloze (Text and Notes)',
    'Anatomy',
  ]);
});

it('numbers those that are alike in everything', () => {
  const labels = typeLabels([type('Basic', ['Front']), type('Basic', ['Front']), type('Basic', ['Back'])]);
  expect(labels).toEqual(['Basic (Front; 1 card), 1', 'Basic (Front; 1 card), 2', 'Basic (Back; 1 card)']);
});
