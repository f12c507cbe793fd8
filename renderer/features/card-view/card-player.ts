import type { Output } from '../../transport/app-contract.ts';
import { fetchMedia } from './media-cache.ts';

export type CardSound = Output<'library.card'>['sounds']['question'][number];
type Speech = Extract<CardSound, { kind: 'speech' }>;

/** Plays what a side of a card says and sounds, one after the other; only one thing at a time. */
export class CardPlayer {
  #run = 0;
  #sounds: readonly CardSound[] = [];
  #doc: Document | undefined;
  #playing: HTMLMediaElement | undefined;

  /** The sounds of the side that is shown; what sounded before stops. */
  show(doc: Document, sounds: readonly CardSound[]): void {
    this.stop();
    this.#doc = doc;
    this.#sounds = sounds;
  }

  stop(): void {
    this.#run++;
    this.#playing?.pause();
    this.#playing = undefined;
    if (canSpeak()) window.speechSynthesis.cancel();
  }

  /** Plays all of the side from the beginning. True when there is something to play. */
  replay(sounds: readonly CardSound[] = this.#sounds): boolean {
    this.stop();
    void this.#playAll(sounds, this.#run);
    return sounds.length > 0;
  }

  /** Pauses what sounds, or goes on with it. True when something was playing or paused. */
  pause(): boolean {
    const { speechSynthesis: voice } = window;
    if (this.#playing !== undefined) {
      if (this.#playing.paused) void this.#playing.play().catch(() => undefined);
      else this.#playing.pause();
      return true;
    }
    if (!canSpeak() || !voice.speaking) return false;
    if (voice.paused) voice.resume();
    else voice.pause();
    return true;
  }

  async #playAll(sounds: readonly CardSound[], run: number): Promise<void> {
    for (const sound of sounds) {
      if (run !== this.#run) return;
      await (sound.kind === 'file' ? this.#playFile(sound.place, sound.name, run) : speak(sound));
    }
  }

  /** Plays what a click in the card asks for; false when it asked for nothing. */
  playClicked(
    target: HTMLElement,
    all: { question: readonly CardSound[]; answer: readonly CardSound[] },
  ): boolean {
    const button = target.closest<HTMLElement>('button[data-speech], button[data-play]');
    if (button === null) return false;
    const speech = speechOf(button);
    const [side, place] = (button.dataset['play'] ?? '').split(':');
    const sound = speech ?? (side === 'a' ? all.answer : all.question)[Number(place)];
    if (sound !== undefined) this.replay([sound]);
    return true;
  }

  async #playFile(place: number, name: string, run: number): Promise<void> {
    const url = await fetchMedia(name);
    const element = this.#doc?.querySelector<HTMLMediaElement>(
      `#qa :is(audio, video)[data-player="${place}"]`,
    );
    if (url === null || element === null || element === undefined || run !== this.#run) return;
    if (element.getAttribute('src') === null) element.setAttribute('src', url);
    this.#playing = element;
    element.currentTime = 0;
    const end = ended(element);
    try {
      await element.play();
      await end;
    } catch {
      // The browser wants a key or a click first, or cannot play this kind: its controls are there.
    }
    if (this.#playing === element) this.#playing = undefined;
  }
}

/** When an element has played to its end, failed, or is taken out of the card. */
function ended(element: HTMLMediaElement): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['ended', 'error', 'emptied'])
      element.addEventListener(event, () => resolve(), { once: true });
  });
}

/** What a button says: the cleaning of cards writes it, and takes it away where an author did. */
export function speechOf(button: HTMLElement): Speech | undefined {
  const { speech, player } = button.dataset;
  if (speech === undefined) return undefined;
  return { kind: 'speech', place: Number(player), ...(JSON.parse(speech) as Omit<Speech, 'kind' | 'place'>) };
}

const canSpeak = (): boolean => 'speechSynthesis' in window;

/** The platform's voice for a speech: one that the template names, else one of its language; undefined without any. */
export function voiceFor(
  { lang, voices }: Speech,
  all: readonly SpeechSynthesisVoice[],
): SpeechSynthesisVoice | undefined {
  const plain = (name: string): string => name.replaceAll('_', ' ').toLowerCase();
  for (const wanted of voices) {
    // Templates write Apple_Otoya or Microsoft_David where the platform says Otoya.
    const found = all.find(
      ({ name }) => plain(wanted).includes(plain(name)) || plain(name).includes(plain(wanted)),
    );
    if (found !== undefined) return found;
  }
  const tag = lang.replaceAll('_', '-').toLowerCase();
  const ofLanguage = (voice: SpeechSynthesisVoice): string => voice.lang.replaceAll('_', '-').toLowerCase();
  return (
    all.find((voice) => ofLanguage(voice) === tag) ??
    all.find((voice) => ofLanguage(voice).split('-')[0] === tag.split('-')[0]) ??
    (tag === '' ? all[0] : undefined)
  );
}

let waited: Promise<unknown> | undefined;

/** The platform's voices; some browsers know them only a moment after the first question, which is waited for once. */
export async function knownVoices(): Promise<SpeechSynthesisVoice[]> {
  if (!canSpeak()) return [];
  const { speechSynthesis: platform } = window;
  const now = platform.getVoices();
  if (now.length > 0) return now;
  waited ??= new Promise((resolve) => {
    platform.addEventListener('voiceschanged', resolve, { once: true });
    setTimeout(resolve, 500);
  });
  await waited;
  return platform.getVoices();
}

async function speak(speech: Speech): Promise<void> {
  const voice = voiceFor(speech, await knownVoices());
  if (voice === undefined) return;
  const utterance = new SpeechSynthesisUtterance(speech.text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = speech.speed;
  await new Promise<void>((resolve) => {
    utterance.addEventListener('end', () => resolve());
    utterance.addEventListener('error', () => resolve());
    window.speechSynthesis.speak(utterance);
  });
}
