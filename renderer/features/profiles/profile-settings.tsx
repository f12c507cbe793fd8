import { useState } from 'react';
import { AppWindow, Ellipsis, FlaskConical, Pencil, Plus, Trash2 } from 'lucide-react';
import { profiles as words } from '../../i18n/en/profiles.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NameDialog } from './name-dialog.tsx';
import { exploreSimulated, openProfile } from './open-profile.ts';
import css from './profiles.module.css';
import { RemoveDialog } from './remove-dialog.tsx';

export type Profile = Output<'profiles.list'>['profiles'][number];
type Asked = { what: 'add' } | { what: 'rename' | 'remove'; profile: Profile };

/** The profiles of this machine: which there are, opening one, adding one. */
export function ProfileSettings({ title = words.title }: { title?: string }) {
  const [asked, setAsked] = useState<Asked>();
  const { data, error, refetch } = useServiceQuery('profiles.list', {});
  const close = () => setAsked(undefined);
  return (
    <Panel title={title}>
      <p className={css.hint}>{words.hint}</p>
      {data === undefined ? (
        error === null ? (
          <Skeleton height={61} />
        ) : (
          <SectionError error={error} onRetry={() => void refetch()} />
        )
      ) : data.profiles.length === 0 ? (
        <p className={css.hint}>{words.none}</p>
      ) : (
        <>
          <ul>
            {data.profiles.map((profile) => (
              <Row
                key={profile.slug}
                profile={profile}
                canOpen={data.canOpen}
                onAsk={(what) => setAsked({ what, profile })}
              />
            ))}
          </ul>
          {data.canOpen ? null : <p className={css.hint}>{words.cannotOpen}</p>}
          <div className={css.actions}>
            <Button icon={<Plus size={16} aria-hidden />} onPress={() => setAsked({ what: 'add' })}>
              {words.add}
            </Button>
            {data.canOpen ? (
              <Button icon={<FlaskConical size={16} aria-hidden />} onPress={() => void exploreSimulated()}>
                {words.simulateTitle}
              </Button>
            ) : null}
          </div>
        </>
      )}
      {asked === undefined ? null : asked.what === 'remove' ? (
        <RemoveDialog profile={asked.profile} onClose={close} />
      ) : (
        <NameDialog {...(asked.what === 'rename' ? { profile: asked.profile } : {})} onClose={close} />
      )}
    </Panel>
  );
}

type RowProps = { profile: Profile; canOpen: boolean; onAsk: (what: 'rename' | 'remove') => void };

function Row({ profile, canOpen, onAsk }: RowProps) {
  const marks = [profile.isOpen ? words.here : '', profile.isSimulated ? words.simulated : ''];
  const shown = marks.filter((mark) => mark !== '');
  return (
    <li className={css.row}>
      <div className={css.about}>
        <span className={css.name}>
          {profile.name}
          {shown.length === 0 ? null : <span className={css.hint}> ({shown.join(', ')})</span>}
        </span>
        <span className={css.hint}>{words.about(profile.sizeBytes, profile.usedAt)}</span>
      </div>
      {profile.isOpen || !canOpen ? null : (
        <Button
          icon={<AppWindow size={16} aria-hidden />}
          aria-label={words.openOf(profile.name)}
          onPress={() => void openProfile(profile.slug)}
        >
          {words.open}
        </Button>
      )}
      <Menu
        label={words.menu(profile.name)}
        icon={<Ellipsis size={18} aria-hidden />}
        entries={[
          {
            id: 'rename',
            label: words.rename,
            icon: <Pencil size={16} aria-hidden />,
            onAction: () => onAsk('rename'),
          },
          ...(profile.isOpen
            ? []
            : [
                {
                  id: 'remove',
                  label: words.remove,
                  icon: <Trash2 size={16} aria-hidden />,
                  onAction: () => onAsk('remove'),
                },
              ]),
        ]}
      />
    </li>
  );
}
