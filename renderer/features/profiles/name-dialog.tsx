import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { common } from '../../i18n/en/common.ts';
import { profiles as words } from '../../i18n/en/profiles.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import { showToast } from '../../ui/toast.ts';
import type { Profile } from './profile-settings.tsx';

/** The name of a new profile, or a new name of one. */
export function NameDialog({ profile, onClose }: { profile?: Profile; onClose: () => void }) {
  const [text, setText] = useState(profile?.name ?? '');
  const create = useServiceCommand('profiles.create');
  const rename = useServiceCommand('profiles.rename');
  const name = text.trim();
  const save = () => {
    if (name === '') return;
    const done = (said: string) => ({
      onSuccess: () => {
        onClose();
        showToast({ text: said });
      },
    });
    if (profile === undefined) create.mutate({ name }, done(words.created(name)));
    else rename.mutate({ slug: profile.slug, name }, done(words.renamed(name)));
  };
  return (
    <Dialog
      title={profile === undefined ? words.addTitle : words.renameTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={name === ''} onPress={save}>
            {profile === undefined ? words.create : words.rename}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        className={field.field ?? ''}
        value={text}
        onChange={setText}
        maxLength={400}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          else event.continuePropagation();
        }}
      >
        <Label className={field.label ?? ''}>{words.name}</Label>
        <Input className={field.input ?? ''} />
        <FieldError className={field.error ?? ''}>{words.nameMissing}</FieldError>
      </TextField>
    </Dialog>
  );
}
