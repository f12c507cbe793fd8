import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';
import type { CardSide } from './show-card.ts';

type Rendered = Output<'library.card'>;

/** What the frame shows of a rendered card. */
export function sideOf(rendered: Rendered, revealed: boolean): CardSide {
  return {
    html: revealed ? rendered.answerHtml : rendered.questionHtml,
    css: rendered.css,
    media: rendered.media,
    place: placeOf(rendered),
    badge: rendered.isPrerequisite ? study.prerequisite : '',
    missing: study.missingMedia,
    card: rendered.card,
    revealed,
    sounds: rendered.sounds,
    typed: rendered.typed,
    notes: [
      ...(rendered.empty ? [study.blankFront] : []),
      ...(rendered.droppedScripts > 0 ? [study.droppedScript] : []),
    ],
    words: study.inCard,
  };
}

/** The objective; an imported lecture and its objective have one name, which the top of the screen says already. */
function placeOf({ objective, lecture }: Rendered): string {
  if (objective === null || objective === lecture || lecture.endsWith(` · ${objective}`)) return '';
  return objective;
}
