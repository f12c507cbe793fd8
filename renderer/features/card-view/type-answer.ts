import { compareTyped, type TypedPart } from './compare-typed.ts';

export type TypedField = { expected: string; combining: boolean };
export type TypedWords = { label: string; right: string; wrong: string; expected: string };

const mostLetters = 2000;

/** The field in which the answer is typed, where the question has one. */
export const typedInput = (doc: Document): HTMLInputElement | null =>
  doc.querySelector<HTMLInputElement>('#qa input#typeans');

/** Puts the field where the question asks for it. */
export function askTyped(doc: Document, words: TypedWords, value: string): void {
  const [place, ...others] = doc.querySelectorAll('#qa .type-answer');
  for (const other of others) other.remove();
  if (place === undefined) return;
  const input = doc.createElement('input');
  input.id = 'typeans';
  input.type = 'text';
  input.maxLength = mostLetters;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.setAttribute('autocapitalize', 'off');
  input.setAttribute('aria-label', words.label);
  input.value = value;
  place.replaceChildren(input);
}

/** What was typed beside what was expected, in the last place that asks: an answer may repeat the question above it. */
export function showTyped(doc: Document, words: TypedWords, field: TypedField, value: string): void {
  const places = [...doc.querySelectorAll('#qa .type-answer')];
  const place = places.pop();
  for (const other of places) other.remove();
  if (place === undefined) return;
  const code = doc.createElement('code');
  code.id = 'typeans';
  if (value.trim() === '') code.textContent = field.expected;
  else {
    const { right, typed, expected } = compareTyped(value, field.expected, field.combining);
    const verdict = doc.createElement('span');
    verdict.className = right ? 'typed-verdict right' : 'typed-verdict';
    verdict.textContent = right ? words.right : words.wrong;
    code.append(verdict, line(doc, typed));
    if (!right) {
      const arrow = doc.createElement('span');
      arrow.id = 'typearrow';
      arrow.textContent = '↓';
      arrow.setAttribute('role', 'img');
      arrow.setAttribute('aria-label', words.expected);
      code.append(arrow, line(doc, expected));
    }
  }
  place.replaceChildren(code);
}

// The names of Anki: note types style them.
const classes = { good: 'typeGood', bad: 'typeBad', missed: 'typeMissed' } as const;

function line(doc: Document, parts: readonly TypedPart[]): HTMLElement {
  const row = doc.createElement('span');
  row.className = 'typed-line';
  for (const { kind, text } of parts) {
    const span = doc.createElement('span');
    span.className = classes[kind];
    // A mark must not join the stretch before it.
    span.textContent = /^\p{M}/u.test(text) ? `\u00a0${text}` : text;
    row.append(span);
  }
  return row;
}
