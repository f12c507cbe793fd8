import { showsField } from './card-ordinals.ts';
import { clozeOrdinals } from './cloze-ordinals.ts';
import { cssMedia, safeCss } from './css-media.ts';
import { escapeHtml } from './escape-html.ts';
import { expandTemplate } from './expand-template.ts';
import type { TemplateContext, TypedAnswer } from './expand-template.ts';
import { isBlankField } from './is-blank-field.ts';
import { markSpecials } from './mark-specials.ts';
import type { Speech } from './mark-specials.ts';
import { parseTemplate } from './parse-template.ts';
import type { RenderProblem, TemplateNode } from './parse-template.ts';
import { sanitizeHtml } from './sanitize-html.ts';
import type { SanitizedHtml } from './sanitize-html.ts';

export interface RenderCardInput {
  readonly noteType: {
    /** Shown by `{{Type}}`. */
    readonly name?: string;
    readonly kind: 'standard' | 'cloze';
    readonly css: string;
    /** Field names in the order of `fields`. */
    readonly fields: readonly string[];
    /** The template of this card; a cloze note type has one for all of its cards. */
    readonly template: {
      readonly name: string;
      readonly questionFormat: string;
      readonly answerFormat: string;
    };
  };
  /** HTML of each field of the note. */
  readonly fields: readonly string[];
  readonly tags: readonly string[];
  /** From the course down: `['Cardiology', 'Action potentials']`. */
  readonly deckPath: readonly string[];
  /** From 0. On a cloze card, ordinal 0 asks for `c1`. */
  readonly ordinal: number;
  /** 1–7; 0 or absent without a flag. */
  readonly flag?: number;
}

/** One thing a side plays by itself; `place` is the `data-player` of its element. */
export type CardSound =
  | { readonly kind: 'file'; readonly place: number; readonly name: string }
  | ({ readonly kind: 'speech'; readonly place: number } & Speech);

export interface RenderedCard {
  readonly questionHtml: string;
  readonly answerHtml: string;
  readonly css: string;
  /** Names of the local files the card refers to, each once. */
  readonly media: readonly string[];
  /** What each side plays, in order; the answer does not repeat what `{{FrontSide}}` brings along. */
  readonly sounds: { readonly question: readonly CardSound[]; readonly answer: readonly CardSound[] };
  /** What is to be typed on the question side, null without `{{type:…}}`. */
  readonly typed: TypedAnswer | null;
  /** Script elements, event handlers and script URLs that were removed from both sides. */
  readonly droppedScripts: number;
  /** The front shows none of the note's fields; `questionHtml` is then empty. */
  readonly empty: boolean;
  readonly problems: readonly RenderProblem[];
}

/**
 * Both sides of a card as HTML for the card frame, by the template language of Anki. Never throws: what is wrong with a
 * template is shown in its place with the class `template-error` and listed in `problems`.
 */
export function renderCard(input: RenderCardInput): RenderedCard {
  const { noteType } = input;
  const problems = new Set<RenderProblem>();
  const clozeNumber = noteType.kind === 'cloze' ? input.ordinal + 1 : undefined;
  const fields = fieldsByName(input);
  const front = parseTemplate(noteType.template.questionFormat);
  const typed: TemplateContext['typed'] = { current: null };
  const base: Omit<TemplateContext, 'side'> = { fields, clozeNumber, problems, typed };

  const expandedFront = expandTemplate(front, { ...base, side: 'question' }).html;
  // A front that only shows what is wrong with its template is not empty: the owner has to see it.
  const empty = problems.size === 0 && isFrontEmpty(input, front, fields);
  const questionSource = empty ? '' : expandedFront;
  const answerSource = expandTemplate(parseTemplate(noteType.template.answerFormat), {
    ...base,
    fields: new Map([...fields, ['FrontSide', questionSource]]),
    side: 'answer',
  });

  const question = cleanSide(questionSource);
  const answer = cleanSide(answerSource.html);
  if (question.unclosedTag || answer.unclosedTag) problems.add('unclosed-tag');
  const showsFront = answerSource.shown.has('FrontSide');
  return {
    questionHtml: question.html,
    answerHtml: answer.html,
    css: safeCss(noteType.css),
    media: mediaOf(question, answer, noteType.css),
    sounds: {
      question: question.sounds,
      answer: showsFront ? withoutFirst(answer.sounds, question.sounds) : answer.sounds,
    },
    typed: empty ? null : typed.current,
    droppedScripts: answer.droppedScripts + (showsFront ? 0 : question.droppedScripts),
    empty,
    problems: [...problems],
  };
}

type CleanSide = SanitizedHtml & { readonly sounds: readonly CardSound[] };

function cleanSide(source: string): CleanSide {
  const marked = markSpecials(source);
  const clean = sanitizeHtml(marked.html, marked.speeches);
  const sounds = clean.players.flatMap((player, place): CardSound[] => {
    if (player.kind === 'file') {
      return player.name === undefined ? [] : [{ kind: 'file', place, name: player.name }];
    }
    const speech = marked.speeches[player.index];
    return speech === undefined ? [] : [{ kind: 'speech', place, ...speech }];
  });
  return { ...clean, sounds };
}

/** Special fields first, so that a field of the same name takes precedence, as in Anki. */
function fieldsByName({ noteType, fields, tags, deckPath, flag }: RenderCardInput): Map<string, string> {
  const names: [string, string][] = [
    ['FrontSide', ''],
    ['Tags', escapeHtml(tags.join(' '))],
    ['Deck', escapeHtml(deckPath.join('::'))],
    ['Subdeck', escapeHtml(deckPath.at(-1) ?? '')],
    ['Type', escapeHtml(noteType.name ?? '')],
    ['Card', escapeHtml(noteType.template.name)],
    ['CardFlag', flag === undefined || flag === 0 ? '' : `flag${flag}`],
  ];
  for (const [index, name] of noteType.fields.entries()) names.push([name, fields[index] ?? '']);
  return new Map(names);
}

function isFrontEmpty(
  { noteType, fields, ordinal }: RenderCardInput,
  front: readonly TemplateNode[],
  byName: ReadonlyMap<string, string>,
): boolean {
  if (noteType.kind === 'cloze') return !clozeOrdinals(fields).includes(ordinal);
  return !showsField(front, (key) => !isBlankField(byName.get(key) ?? ''));
}

function mediaOf(question: SanitizedHtml, answer: SanitizedHtml, css: string): string[] {
  return [...new Set([...question.media, ...answer.media, ...cssMedia(css)])];
}

/** `all` without one occurrence of each of `taken`. */
function withoutFirst(all: readonly CardSound[], taken: readonly CardSound[]): CardSound[] {
  const left = new Map<string, number>();
  for (const sound of taken) left.set(keyOf(sound), (left.get(keyOf(sound)) ?? 0) + 1);
  return all.filter((sound) => {
    const count = left.get(keyOf(sound)) ?? 0;
    if (count > 0) left.set(keyOf(sound), count - 1);
    return count === 0;
  });
}

const keyOf = (sound: CardSound): string =>
  sound.kind === 'file' ? `file ${sound.name}` : `speech ${sound.lang} ${sound.text}`;
