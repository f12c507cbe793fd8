import { common } from '../../i18n/en/common.ts';
import { profiles as words } from '../../i18n/en/profiles.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.ts';
import type { Profile } from './profile-settings.tsx';

/** Asks before a profile is put away. */
export function RemoveDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const remove = useServiceCommand('profiles.remove');
  const confirm = () =>
    remove.mutate(
      { slug: profile.slug },
      {
        onSuccess: () => {
          onClose();
          showToast({ text: words.removed(profile.name) });
        },
      },
    );
  return (
    <Dialog
      title={words.removeTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="danger" isDisabled={remove.isPending} onPress={confirm}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <p>{words.ask(profile.name)}</p>
    </Dialog>
  );
}
