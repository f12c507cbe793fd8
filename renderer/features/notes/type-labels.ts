import { notes } from '../../i18n/en/notes.ts';
import type { Output } from '../../transport/app-contract.ts';

type Type = Output<'notes.types'>['types'][number];

const countsOf = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/**
 * What note types are called where one is chosen, in their order: by name, and where several have it by what tells them
 * apart. Two that are the same in everything a person could see are numbered.
 */
export const typeLabels = (types: readonly Type[]): string[] => {
  const sameName = countsOf(types.map(({ name }) => name));
  const labels = types.map((type) => {
    if (sameName.get(type.name) === 1) return type.name;
    return type.builtIn
      ? notes.typeBuiltIn(type.name)
      : notes.typeOf(type.name, type.fields, type.kind === 'cloze' ? undefined : type.templates.length);
  });
  const sameLabel = countsOf(labels);
  const seen = new Map<string, number>();
  return labels.map((label) => {
    if (sameLabel.get(label) === 1) return label;
    const number = (seen.get(label) ?? 0) + 1;
    seen.set(label, number);
    return notes.typeNumbered(label, number);
  });
};
