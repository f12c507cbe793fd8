import { useDeferredValue, useMemo, useState } from 'react';
import { notes } from '../../i18n/en/notes.ts';
import { study } from '../../i18n/en/study.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { CardFrame } from '../card-view/card-frame.tsx';
import css from './notes.module.css';

type NotePreviewProps = {
  noteType: string;
  templates: readonly string[];
  isCloze: boolean;
  fields: readonly string[];
  tags: readonly string[];
};

/** How the note looks while it is written, card by card, in the same sandbox as in Study. */
export function NotePreview({ noteType, templates, isCloze, fields, tags }: NotePreviewProps) {
  const [revealed, setRevealed] = useState(true);
  const [ordinal, setOrdinal] = useState<number>();
  const written = useDeferredValue(JSON.stringify({ fields, tags }));
  const input = useMemo(() => JSON.parse(written) as { fields: string[]; tags: string[] }, [written]);
  const { data } = useServiceQuery(
    'notes.preview',
    { noteType, ...input, ...(ordinal === undefined ? {} : { ordinal }) },
    { enabled: input.fields.length > 0, keepPrevious: true },
  );
  const side = useMemo(
    () => ({
      html: data === undefined ? '' : revealed ? data.rendered.answerHtml : data.rendered.questionHtml,
      css: data?.rendered.css ?? '',
      media: data?.rendered.media ?? [],
      place: '',
      badge: '',
      missing: study.missingMedia,
    }),
    [data, revealed],
  );
  const ordinals = data?.ordinals ?? [];
  const none = isCloze ? notes.makesNoCloze : notes.makesNone;
  return (
    <section className={css.preview} aria-label={notes.preview}>
      <div className={css.previewHead}>
        <span className={css.quiet} role="status">
          {data === undefined ? '' : ordinals.length === 0 ? none : notes.makes(ordinals.length)}
        </span>
        <Button variant="quiet" onPress={() => setRevealed(!revealed)}>
          {revealed ? study.question : study.answer}
        </Button>
      </div>
      {ordinals.length < 2 ? null : (
        <div className={css.ordinals} role="group" aria-label={notes.preview}>
          {ordinals.map((number) => (
            <button
              key={number}
              type="button"
              className={css.ordinal}
              aria-pressed={number === (ordinal ?? ordinals[0])}
              onClick={() => setOrdinal(number)}
            >
              {notes.previewCard(templates[isCloze ? 0 : number] ?? '', number, isCloze)}
            </button>
          ))}
        </div>
      )}
      <div className={css.broken} role="status">
        {(data?.broken ?? []).map(({ reason, text }, index) => (
          <p key={`${index} ${text}`} className={css.warning}>
            {notes.broken[reason](text)}
          </p>
        ))}
      </div>
      <div className={css.previewFrame}>
        <CardFrame side={side} compact />
      </div>
    </section>
  );
}
