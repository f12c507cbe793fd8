import { useState } from 'react';
import { tagsIn } from '../cards/tags-in.ts';
import { toHtml, toText } from './field-text.ts';

export type Draft = {
  texts: readonly string[];
  tagLine: string;
  /** As they would be stored. */
  fields: string[];
  tags: string[];
  isChanged: boolean;
  setText: (index: number, text: string) => void;
  setTagLine: (line: string) => void;
  reset: (fields: readonly string[]) => void;
};

/** What is being written of a note. */
export function useDraft(initial: { fields: readonly string[]; tags: readonly string[] }): Draft {
  const [originals, setOriginals] = useState(initial.fields);
  const [texts, setTexts] = useState<readonly string[]>(() => initial.fields.map(toText));
  const [tagLine, setTagLine] = useState(initial.tags.join(' '));
  const fields = texts.map((text, index) => toHtml(text, originals[index] ?? ''));
  const tags = tagsIn(tagLine);
  return {
    texts,
    tagLine,
    fields,
    tags,
    isChanged:
      fields.some((field, index) => field !== originals[index]) || tags.join(' ') !== initial.tags.join(' '),
    setText: (index, text) => setTexts(texts.map((old, at) => (at === index ? text : old))),
    setTagLine,
    reset: (next) => {
      setOriginals(next);
      setTexts(next.map(toText));
    },
  };
}
