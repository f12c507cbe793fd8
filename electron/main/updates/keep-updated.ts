import { app, net, Notification } from 'electron';
import { policyValue, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';
import { releaseKey } from './release-key.ts';
import { ruleUpdates, type UpdateChannel, type UpdateMode } from './update-rules.ts';
import { lookForUpdate } from './updates.ts';

const firstMs = 5 * 60_000;
const everyMs = 24 * 3_600_000;

/** Looks for updates once a day, where the rules say so. The updater is read from the disk only then. */
export const keepUpdated = (policies: Policies, note: (what: string) => void): void => {
  const feed = policyValue(policies, 'UpdateFeed');
  const rule = ruleUpdates({
    // The registry of policies takes no other values.
    mode: policyValue(policies, 'UpdateMode') as UpdateMode,
    channel: policyValue(policies, 'UpdateChannel') as UpdateChannel,
    feed: typeof feed === 'string' ? feed : undefined,
    key: releaseKey,
    isPackaged: app.isPackaged,
    platform: process.platform,
    path: process.execPath,
    appImage: process.env['APPIMAGE'],
  });
  if (rule.kind === 'off') return note(`no updates: ${rule.why}`);
  const look = async (): Promise<void> => {
    const { default: updater } = await import('electron-updater');
    await lookForUpdate({
      rule,
      platform: process.platform,
      updater: updater.autoUpdater,
      fetch: (url) => net.fetch(url),
      onUpdate: (version, isReady) =>
        new Notification({
          title: words.updateTitle(version),
          body: isReady ? words.updateReady : words.updateThere,
        }).show(),
      onProblem: (why) => note(`update: ${why}`),
    });
  };
  const lookAgain = (): void => void look().catch((error: unknown) => note(`update: ${String(error)}`));
  setTimeout(lookAgain, firstMs).unref();
  setInterval(lookAgain, everyMs).unref();
};
