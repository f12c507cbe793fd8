import { useState } from 'react';
import { useLocation } from 'wouter';
import { useFrame } from '../../app/frame-state.ts';
import type { CustomPlace } from '../../app/frame-state.ts';
import { common } from '../../i18n/en/common.ts';
import { customStudy as words } from '../../i18n/en/custom-study.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { objectivesOf } from '../cards/lecture-options.ts';
import { customOf, firstDraft, hasChoice, hasDays, hasReschedule } from './draft.ts';
import type { Draft } from './draft.ts';
import css from './custom-study.module.css';

const optionsOf = <T extends string>(labels: Readonly<Record<T, string>>): { id: T; label: string }[] =>
  // Object.entries forgets which keys there are.
  (Object.entries(labels) as [T, string][]).map(([id, label]) => ({ id, label }));

/** Cards of one's own choice, with how many there are before it begins. */
export default function CustomStudyDialog({ place }: { place: CustomPlace }) {
  const [draft, setDraft] = useState<Draft>(firstDraft);
  const [, navigate] = useLocation();
  const { scope, title } = place;
  const close = () => useFrame.setState({ custom: undefined });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const { data: tags } = useServiceQuery(
    'notes.tags',
    { prefix: '', limit: 100 },
    { enabled: draft.kind === 'tag' },
  );
  const { data: tree } = useServiceQuery('library.tree', {}, { enabled: draft.kind === 'objective' });
  const objectives = (tree?.courses ?? [])
    .filter(({ uid, lectures }) =>
      scope.course === undefined && scope.lecture === undefined
        ? true
        : uid === scope.course || lectures.some((lecture) => lecture.uid === scope.lecture),
    )
    .flatMap(objectivesOf);
  const tagOptions = (tags?.tags ?? []).map((tag) => ({ id: tag, label: tag }));
  const custom = customOf({
    ...draft,
    tag: draft.tag === '' ? (tagOptions[0]?.id ?? '') : draft.tag,
    objective: draft.objective === '' ? (objectives[0]?.id ?? '') : draft.objective,
  });
  const { data: found } = useServiceQuery(
    'study.countCustom',
    { scope, custom: custom ?? { kind: 'cram', limit: 1, order: 'due' } },
    { enabled: custom !== undefined },
  );
  const start = useServiceCommand('study.start');
  const begin = () => {
    if (custom === undefined) return;
    start.mutate(
      { scope, custom },
      {
        onSuccess: () => {
          close();
          navigate(pathOf(scope));
        },
      },
    );
  };
  const practice = !hasReschedule(draft.kind) ? draft.kind !== 'ahead' : !draft.reschedule;
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{common.cancel}</Button>
          <Button
            variant="primary"
            isDisabled={custom === undefined || found === undefined || found.cards === 0}
            onPress={begin}
          >
            {words.start}
          </Button>
        </>
      }
    >
      <p className={css.place}>{words.in(title === '' ? words.everywhere : title)}</p>
      <div className={css.rows}>
        <Select
          label={words.kind}
          hint={words.kindHints[draft.kind]}
          value={draft.kind}
          options={optionsOf(words.kinds)}
          onChange={(kind) => set({ kind })}
        />
        {hasDays(draft.kind) ? (
          <NumberField
            label={words.days}
            hint={words.daysHint[draft.kind]}
            value={draft.days}
            min={1}
            max={365}
            onChange={(days) => set({ days })}
          />
        ) : null}
        {draft.kind === 'tag' ? (
          tagOptions.length === 0 ? (
            <p className={css.none}>{words.noTags}</p>
          ) : (
            <Select
              label={words.tag}
              value={draft.tag === '' ? (tagOptions[0]?.id ?? '') : draft.tag}
              options={tagOptions}
              onChange={(tag) => set({ tag })}
            />
          )
        ) : null}
        {draft.kind === 'objective' ? (
          objectives.length === 0 ? (
            <p className={css.none}>{words.noObjectives}</p>
          ) : (
            <Select
              label={words.objective}
              value={draft.objective === '' ? (objectives[0]?.id ?? '') : draft.objective}
              options={objectives}
              onChange={(objective) => set({ objective })}
            />
          )
        ) : null}
        {hasChoice(draft.kind) ? (
          <Select
            label={words.cards}
            value={draft.cards}
            options={optionsOf(words.cardsOf)}
            onChange={(cards) => set({ cards })}
          />
        ) : null}
        <Select
          label={words.order}
          value={draft.order}
          options={optionsOf(words.orders)}
          onChange={(order) => set({ order })}
        />
        <NumberField
          label={words.limit}
          value={draft.limit}
          min={1}
          max={9999}
          onChange={(limit) => set({ limit })}
        />
        {hasReschedule(draft.kind) ? (
          <Switch
            label={words.reschedule}
            hint={words.rescheduleHint}
            isSelected={draft.reschedule}
            onChange={(reschedule) => set({ reschedule })}
          />
        ) : null}
      </div>
      <p className={css.found} role="status">
        {custom === undefined
          ? null
          : found === undefined
            ? words.counting
            : words.found(found.cards, found.minutes)}
        {practice ? <span className={css.practice}>{words.practice}</span> : null}
      </p>
    </Dialog>
  );
}

function pathOf(scope: CustomPlace['scope']): string {
  if (scope.lecture !== undefined) return `/study/lecture/${scope.lecture}`;
  return scope.course === undefined ? '/study' : `/study/course/${scope.course}`;
}
