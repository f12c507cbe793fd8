import { useState } from 'react';
import { useLocation } from 'wouter';
import { assessments as words } from '../../i18n/en/assessments.ts';
import type { Input } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import libraryCss from '../library/library.module.css';
import css from './assessments.module.css';

type About = Input<'assessments.start'>['about'];
type Options = Input<'assessments.start'>['options'];

const formats = (['mixed', 'flashcard', 'typed', 'choice'] as const).map((id) => ({
  id,
  label: words.formats[id],
}));

/** What a test is like, before its questions are fixed. */
export default function NewTestPage({ about }: { about: About }) {
  const [, navigate] = useLocation();
  const count = useServiceQuery('assessments.count', { about });
  const start = useServiceCommand('assessments.start');
  const [options, setOptions] = useState<Options>({
    questions: 20,
    format: 'mixed',
    askConfidence: true,
    limitMinutes: null,
    reschedule: false,
  });
  const change = (values: Partial<Options>) => setOptions({ ...options, ...values });
  if (count.data === undefined) {
    return count.error === null ? (
      <SkeletonRows rows={6} rowHeight={56} />
    ) : (
      <SectionError error={count.error} onRetry={() => void count.refetch()} />
    );
  }
  const { title, cards, objectives } = count.data;
  if (cards === 0) return <EmptyState title={words.nothing} text={words.nothingText} />;
  return (
    <>
      <h1 className={libraryCss.title}>{words.open}</h1>
      <p className={css.lead}>{words.about(title, cards, objectives)}</p>
      <div className={css.stack}>
        <Panel>
          <div className={css.fields}>
            <NumberField
              label={words.questions}
              value={options.questions}
              min={5}
              max={200}
              step={5}
              onChange={(questions) => change({ questions })}
            />
            <Select
              label={words.format}
              hint={words.formatHint}
              value={options.format}
              options={formats}
              onChange={(format) => change({ format })}
            />
            <NumberField
              label={words.limit}
              hint={words.limitHint}
              value={options.limitMinutes ?? 0}
              min={0}
              max={600}
              step={5}
              onChange={(minutes) => change({ limitMinutes: minutes === 0 ? null : minutes })}
            />
            <Switch
              label={words.askConfidence}
              isSelected={options.askConfidence}
              onChange={(askConfidence) => change({ askConfidence })}
            />
            <Switch
              label={words.reschedule}
              hint={words.rescheduleHint}
              isSelected={options.reschedule}
              onChange={(reschedule) => change({ reschedule })}
            />
          </div>
        </Panel>
        <div className={css.actions}>
          <Button
            variant="primary"
            isDisabled={start.isPending}
            onPress={() =>
              start.mutate({ about, options }, { onSuccess: ({ test }) => navigate(`/test/run/${test.uid}`) })
            }
          >
            {words.start}
          </Button>
        </div>
      </div>
    </>
  );
}
