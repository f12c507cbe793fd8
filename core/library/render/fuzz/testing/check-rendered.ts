import { renderCard } from '../../render-card.ts';
import { unsafeParts } from '../../testing.ts';
import { countSteps } from './count-steps.ts';
import { inputOf, lengthOf, type TemplateCase } from './template-fuzz.ts';

/** Steps for each character read and written: 27 were the most in 20,000 cases, quadratic work makes hundreds. */
const mostStepsPerCharacter = 80;

/** Whatever a card did that it must never do; empty for a good one. Throws what rendering throws. */
export function wrongWith(given: TemplateCase): string[] {
  const { result: card, steps } = countSteps(() => renderCard(inputOf(given)));
  const { questionHtml, answerHtml, css, media, sounds, typed } = card;
  const wrong = [...unsafeParts(questionHtml), ...unsafeParts(answerHtml)];
  if (/<[a-z/!?]|javascript:/i.test(css)) wrong.push(`css: ${css}`);
  for (const name of media) if (/[/\\:]|^\.{0,2}$/.test(name)) wrong.push(`media: ${name}`);
  for (const [side, html] of [
    ['question', questionHtml],
    ['answer', answerHtml],
  ] as const) {
    for (const { place } of sounds[side]) {
      if (!html.includes(` data-player="${place}"`)) wrong.push(`player: ${place} of ${side}`);
    }
    for (const [, speech = ''] of html.matchAll(
      /<button type="button" data-player="\d+" data-speech="([^"]*)">/g,
    ))
      JSON.parse(speech.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  if (typed !== null && typed.expected === '') wrong.push('typed: nothing');
  const characters = lengthOf(given) + questionHtml.length + answerHtml.length + 200;
  if (steps > mostStepsPerCharacter * characters) wrong.push(`steps: ${steps} for ${characters} characters`);
  return wrong;
}
