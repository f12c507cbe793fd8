import { knownVoices, speechOf, voiceFor } from './card-player.ts';
import type { CardWords } from './show-card.ts';

/** Words on the buttons of voices and sounds; a quiet line where this machine has no voice of the language. */
export async function labelPlayers(doc: Document, words: CardWords): Promise<void> {
  for (const button of doc.querySelectorAll<HTMLElement>('#qa button[data-play]')) {
    button.textContent = '▶';
    button.setAttribute('aria-label', words.play);
  }
  const speaking = [...doc.querySelectorAll<HTMLElement>('#qa button[data-speech]')];
  if (speaking.length === 0) return;
  for (const button of speaking) {
    button.textContent = '▶';
    button.setAttribute('aria-label', words.say);
  }
  const voices = await knownVoices();
  for (const button of speaking) {
    const speech = speechOf(button);
    if (speech !== undefined && voiceFor(speech, voices) !== undefined) continue;
    const line = doc.createElement('span');
    line.className = 'no-voice';
    line.textContent = words.noVoice(speech?.lang ?? '');
    button.replaceWith(line);
  }
}
