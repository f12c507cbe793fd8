import type { RenderCardInput } from './render-card.ts';

/** A standard card with the fields Front and Back unless told otherwise. */
export function cardInput(
  changes: Partial<Omit<RenderCardInput, 'noteType'>> & {
    readonly kind?: 'standard' | 'cloze';
    readonly names?: readonly string[];
    readonly question?: string;
    readonly answer?: string;
    readonly css?: string;
  } = {},
): RenderCardInput {
  const { kind = 'standard', names = ['Front', 'Back'], question = '{{Front}}', css = '', ...rest } = changes;
  const { answer = '{{FrontSide}}<hr id=answer>{{Back}}', ...input } = rest;
  const template = { name: 'Card 1', questionFormat: question, answerFormat: answer };
  return {
    noteType: { name: 'Basic', kind, css, fields: names, template },
    fields: ['front', 'back'],
    tags: [],
    deckPath: ['Course', 'Lecture'],
    ordinal: 0,
    ...input,
  };
}

const DROPPED_TAG =
  /^<\/?(?:script|iframe|object|embed|base|meta|link|title|textarea|xmp|plaintext|noscript|template|html|body)\b/;
const ATTRIBUTE = / ([a-z_][a-z0-9_:.-]*)(?:="([^"]*)")?/g;
const TAG = /^<(?:\/[a-z][a-z0-9:-]*|[a-z][a-z0-9:-]*(?: [a-z_][a-z0-9_:.-]*(?:="[^"<>]*")?)*(?: \/)?)>/;

/**
 * Checks the strict grammar of safe HTML without the tokenizer under test, and returns what is unsafe in it: markup a
 * browser could read otherwise, script elements, event handlers, script URLs, and anything that loads from elsewhere.
 */
export function unsafeParts(html: string): string[] {
  const unsafe: string[] = [];
  let at = html.indexOf('<');
  while (at !== -1) {
    if (/[\s=\d.]/.test(html[at + 1] ?? '')) {
      at = html.indexOf('<', at + 1);
      continue;
    }
    const comment = /^<!--[^<>]*-->/.exec(html.slice(at, at + 2000));
    const tag = comment ?? TAG.exec(html.slice(at, html.indexOf('>', at) + 1));
    if (tag === null) return [...unsafe, `not a tag: ${html.slice(at, at + 60)}`];
    const isBad =
      DROPPED_TAG.test(tag[0]) ||
      [...tag[0].matchAll(ATTRIBUTE)].some(([, name = '', value = '']) => isBadAttribute(name, value));
    if (comment === null && isBad) unsafe.push(tag[0]);
    at += tag[0].length;
    at = html.indexOf('<', at);
  }
  return unsafe;
}

function isBadAttribute(name: string, value: string): boolean {
  const loads =
    /^(?:src|(?:xlink:)?href)$/.test(name) && !/^(?:#|data:(?:image|audio|video|font)\/)/.test(value);
  return (
    loads ||
    /^on|^(?:srcdoc|srcset|action|formaction|poster|target)$/.test(name) ||
    // What a voice says is read as text only.
    (name !== 'data-speech' && value.includes('javascript:'))
  );
}
