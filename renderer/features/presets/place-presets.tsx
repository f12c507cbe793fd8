import { useState } from 'react';
import { showDone } from '../../app/undo.ts';
import { presets as words } from '../../i18n/en/presets.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import css from './presets.module.css';

type List = Output<'presets.list'>;
type Place = List['places'][number];

const noPreset = '';

/** Which preset holds where: courses, lectures with a preset of their own, and all others when asked for. */
export function PlacePresets({ list, place }: { list: List; place: string | undefined }) {
  const [all, setAll] = useState(false);
  const assign = useServiceCommand('presets.assign');
  const byUid = new Map(list.places.map((one) => [one.uid, one]));
  const shown = list.places.filter(
    (one) => all || one.kind === 'course' || one.preset !== null || one.uid === place,
  );
  return (
    <Panel title={words.places} note={words.placesNote}>
      {shown.map((one) => (
        <div key={one.uid} className={css.place} style={{ paddingInlineStart: depthOf(one, byUid) * 16 }}>
          <Select
            label={one.title}
            value={one.preset ?? noPreset}
            options={[
              {
                id: noPreset,
                label: one.parent === null ? words.none : words.asAbove(byUid.get(one.parent)?.title ?? ''),
              },
              ...list.presets.map(({ uid, name }) => ({ id: uid, label: name })),
            ]}
            onChange={(chosen) => {
              const preset = chosen === noPreset ? null : chosen;
              const name = list.presets.find(({ uid }) => uid === preset)?.name;
              assign.mutate(
                { kind: one.kind, uid: one.uid, preset },
                {
                  onSuccess: () =>
                    void showDone(
                      name === undefined ? words.unassigned(one.title) : words.assigned(one.title, name),
                    ),
                },
              );
            }}
          />
        </div>
      ))}
      {shown.length === list.places.length ? null : (
        <div className={css.more}>
          <Button onPress={() => setAll(true)}>{words.allLectures}</Button>
        </div>
      )}
    </Panel>
  );
}

function depthOf(place: Place, byUid: ReadonlyMap<string, Place>): number {
  const parent = place.parent === null ? undefined : byUid.get(place.parent);
  return parent === undefined ? 0 : 1 + depthOf(parent, byUid);
}
