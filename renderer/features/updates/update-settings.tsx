import { useQuery, useQueryClient } from '@tanstack/react-query';
import { common } from '../../i18n/en/common.ts';
import { policies } from '../../i18n/en/policies.ts';
import { updates as words } from '../../i18n/en/updates.ts';
import { useHost } from '../../transport/host.ts';
import type { UpdateMode } from '../../transport/shell-bridge.ts';
import { LockedRow } from '../../ui/locked-row.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.ts';

const modes = (['off', 'notify', 'automatic'] as const).map((id) => ({ id, label: words.modes[id] }));
const queryKey = ['host.updates'];

/** Whether this copy of the program looks for newer ones. Not there where somebody else replaces it. */
export function UpdateSettings() {
  const updater = useHost((host) => host.updater);
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: () => updater?.read() ?? null,
    enabled: updater !== undefined,
  });
  if (updater === undefined || data === undefined || data === null) return null;
  const choose = async (mode: UpdateMode, before?: UpdateMode): Promise<void> => {
    try {
      client.setQueryData(queryKey, await updater.choose(mode));
    } catch {
      showToast({ text: words.notKept, tone: 'bad' });
      return;
    }
    // It is of this computer and not in the history of the profile, so it has a way back of its own.
    showToast({
      text: words.changed,
      ...(before === undefined ? {} : { action: { label: common.undo, run: () => void choose(before) } }),
    });
  };
  return (
    <Panel title={words.title}>
      {data.managedBy === null ? (
        <Select
          label={words.label}
          hint={words.hints[data.mode]}
          value={data.mode}
          options={modes}
          onChange={(mode) => void choose(mode, data.mode)}
        />
      ) : (
        <LockedRow
          label={words.label}
          value={words.modes[data.mode]}
          hint={words.hints[data.mode]}
          why={policies.locked(data.managedBy)}
        />
      )}
    </Panel>
  );
}
