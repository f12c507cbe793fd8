import type { z } from 'zod';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import { cardSourceById } from './card-source.ts';
import type { renderedCard } from './contract.ts';
import { renderCard } from './render/render-card.ts';
import type { CardSound } from './render/render-card.ts';

export type RenderedCardView = z.input<typeof renderedCard>;

const objectiveOfCard = statement<
  { card: number; lecture: number },
  { title: string; is_prerequisite: number }
>(
  'library.objectiveOfCard',
  `SELECT o.title, EXISTS (SELECT 1 FROM objective_prerequisites p WHERE p.prerequisite_id = o.id) AS is_prerequisite
   FROM learning_objectives o
   WHERE o.deleted_at IS NULL AND o.id IN (
     SELECT objective_id FROM objective_cards WHERE card_id = @card
     UNION ALL SELECT objective_id FROM objective_rules WHERE lecture_id = @lecture)
   ORDER BY o.id IN (SELECT objective_id FROM objective_cards WHERE card_id = @card) DESC, o.position LIMIT 1`,
);

const mutable = (sound: CardSound) =>
  sound.kind === 'file' ? sound : { ...sound, voices: [...sound.voices] };

/** A card ready for the sandboxed frame, with where it stands. */
export const renderCardById = (reader: StoreReader, card: number): RenderedCardView => {
  const source = cardSourceById(reader, card);
  const rendered = renderCard(source.input);
  const objective = reader.get(objectiveOfCard, { card, lecture: source.lecture });
  return {
    card: uidToHex(source.uid),
    questionHtml: rendered.questionHtml,
    answerHtml: rendered.answerHtml,
    css: rendered.css,
    media: [...rendered.media],
    empty: rendered.empty,
    sounds: { question: rendered.sounds.question.map(mutable), answer: rendered.sounds.answer.map(mutable) },
    typed: rendered.typed,
    droppedScripts: rendered.droppedScripts,
    course: source.course_title,
    lecture: source.lecture_path,
    objective: objective?.title ?? null,
    isPrerequisite: objective?.is_prerequisite === 1,
    template: source.template,
    tags: source.tags,
    flag: source.flag,
  };
};
