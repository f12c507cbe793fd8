import type { OutputOf, ParsedInputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { renderCard } from '../render/render-card.ts';
import { brokenPictures } from './broken-pictures.ts';
import { cardsMade } from './cards-made.ts';
import type { notesContract } from './contract.ts';
import { noteTypeByUid } from './note-types.ts';

type Input = ParsedInputOf<typeof notesContract, 'notes.preview'>;
type Preview = OutputOf<typeof notesContract, 'notes.preview'>;

/** One card of a note that is not stored: the one asked for, else the first that would be made; and what is broken in it. */
export const previewNote = (reader: StoreReader, input: Input): Preview => {
  const type = noteTypeByUid(reader, input.noteType);
  const ordinals = cardsMade(type, input.fields);
  const ordinal = input.ordinal ?? ordinals[0] ?? 0;
  const template = type.kind === 'cloze' ? type.templates[0] : type.templates[ordinal];
  const { questionHtml, answerHtml, css, media, empty } = renderCard({
    noteType: {
      name: type.name,
      kind: type.kind,
      css: type.css,
      fields: type.fields,
      template: template ?? { name: '', questionFormat: '', answerFormat: '' },
    },
    fields: input.fields,
    tags: input.tags,
    deckPath: [],
    ordinal,
  });
  return {
    ordinals,
    rendered: { questionHtml, answerHtml, css, media: [...media], empty },
    broken: brokenPictures(reader, input.fields),
  };
};
