import { useState } from 'react';
import { Plus } from 'lucide-react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { showDone } from '../../app/undo.ts';
import { presets as words } from '../../i18n/en/presets.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { PlacePresets } from './place-presets.tsx';
import { PresetEditor } from './preset-editor.tsx';
import css from './presets.module.css';

/** Presets, where each holds, and what the chosen one says. `place` came from its menu in the library. */
export default function PresetsPage({ place }: { place?: string }) {
  const { data, error, refetch } = useServiceQuery('presets.list', {});
  const [chosen, setChosen] = useState<string>();
  const create = useServiceCommand('presets.create');
  const ofPlace = data?.places.find(({ uid }) => uid === place)?.preset;
  const preset = data?.presets.find(({ uid }) => uid === (chosen ?? ofPlace)) ?? data?.presets[0];
  const add = () => {
    const name = words.newName(data?.presets.length ?? 0);
    create.mutate(
      { name, values: {} },
      {
        onSuccess: (made) => {
          setChosen(made.preset);
          void showDone(words.created(name));
        },
      },
    );
  };
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      <p className={css.lead}>{words.lead}</p>
      {data === undefined ? (
        <Panel title={words.list}>
          {error === null ? (
            <SkeletonRows rows={6} rowHeight={62} />
          ) : (
            <SectionError error={error} onRetry={() => void refetch()} />
          )}
        </Panel>
      ) : (
        <div className={css.columns}>
          <div className={css.column}>
            <Panel
              title={words.list}
              flush
              actions={
                <Button icon={<Plus size={16} aria-hidden />} onPress={add}>
                  {words.create}
                </Button>
              }
            >
              <div className={css.list}>
                {data.presets.map(({ uid, name }) => (
                  <ToggleButton
                    key={uid}
                    className={css.preset ?? ''}
                    isSelected={uid === preset?.uid}
                    onChange={() => setChosen(uid)}
                  >
                    {name}
                    <span className={css.used}>
                      {words.usedBy(data.places.filter((one) => one.preset === uid).length)}
                    </span>
                  </ToggleButton>
                ))}
              </div>
              {data.presets.length > 0 ? null : (
                <EmptyState title={words.emptyTitle} text={words.emptyText} />
              )}
            </Panel>
            {data.places.length === 0 ? null : <PlacePresets list={data} place={place} />}
          </div>
          <div className={css.column}>
            {preset === undefined ? null : (
              <PresetEditor key={preset.uid} preset={preset} settings={data.settings} />
            )}
          </div>
        </div>
      )}
    </>
  );
}
