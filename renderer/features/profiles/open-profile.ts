import { profiles as words } from '../../i18n/en/profiles.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { showToast } from '../../ui/toast.ts';

/** Opens a profile in a window of its own. */
export async function openProfile(slug: string): Promise<void> {
  try {
    const { address } = await callService('profiles.open', { slug }, { deadlineMs: 60_000 });
    if (address !== null && window.open(address, '_blank', 'popup=no') === null)
      showToast({ text: words.blocked, tone: 'bad' });
    else showToast({ text: words.opened });
  } catch (error) {
    reportFailure(error);
  }
}

/** The demonstration profile: made when it is first wanted. */
export async function exploreSimulated(): Promise<void> {
  try {
    const { profiles } = await callService('profiles.list', {});
    const known = profiles.find((profile) => profile.isSimulated);
    const slug =
      known?.slug ??
      (await callService('profiles.create', { name: words.simulateName, simulate: true })).slug;
    await openProfile(slug);
  } catch (error) {
    reportFailure(error);
  }
}
