import { statSync } from 'node:fs';
import { app, net, Notification } from 'electron';
import { chosenValue, policyValue, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';
import type { UpdateMode, UpdateSettings } from '#renderer/transport/shell-bridge.ts';
import { ownAppImage } from '../app-image.ts';
import { releaseFeed, releaseKey } from './release-key.ts';
import { readUpdateChoice, writeUpdateChoice } from './update-choice.ts';
import { ruleUpdates, type UpdateChannel, type UpdateRule } from './update-rules.ts';
import { lookForUpdate } from './updates.ts';

const firstMs = 5 * 60_000;
const everyMs = 24 * 3_600_000;

export type KeepUpdatedParts = {
  policies: Policies;
  /** Where the owner's choice is kept. */
  file: string;
  note(what: string): void;
};

/** Looks for updates once a day, where the rules say so. The updater is read from the disk only then. */
export class KeepUpdated {
  readonly #parts: KeepUpdatedParts;
  #soon: NodeJS.Timeout | undefined;
  /** Takes back that a loaded update is installed at the end. */
  #leaveUpdate: () => void = () => undefined;

  constructor(parts: KeepUpdatedParts) {
    this.#parts = parts;
  }

  start(): void {
    const rule = this.#rule();
    if (rule.kind === 'off') this.#parts.note(`no updates: ${rule.why}`);
    if (rule.kind === 'off' && !rule.canUpdate) return;
    this.#lookSoon();
    setInterval(() => this.#lookAgain(), everyMs).unref();
  }

  /** What the page shows; undefined where this copy is updated by somebody else, and there is nothing to choose. */
  settings(): UpdateSettings | undefined {
    const rule = this.#rule();
    if (rule.kind === 'off' && !rule.canUpdate) return undefined;
    const policy = this.#parts.policies.inForce.get('UpdateMode');
    return { mode: this.#mode(), managedBy: policy?.tier === 'mandatory' ? policy.source : null };
  }

  /** A mandatory policy stays in force whatever is chosen. */
  choose(mode: UpdateMode): UpdateSettings | undefined {
    const before = this.settings();
    if (before === undefined || before.managedBy !== null) return before;
    writeUpdateChoice(this.#parts.file, mode);
    if (mode !== 'automatic') this.#leaveUpdate();
    this.#lookSoon();
    return this.settings();
  }

  #mode(): UpdateMode {
    const { policies, file } = this.#parts;
    // The registry of policies and the file take no other values.
    return chosenValue(policies, 'UpdateMode', readUpdateChoice(file)) as UpdateMode;
  }

  #rule(): UpdateRule {
    const { policies } = this.#parts;
    const feed = policyValue(policies, 'UpdateFeed') ?? releaseFeed;
    return ruleUpdates({
      mode: this.#mode(),
      channel: policyValue(policies, 'UpdateChannel') as UpdateChannel,
      feed: typeof feed === 'string' ? feed : undefined,
      key: releaseKey,
      isPackaged: app.isPackaged,
      platform: process.platform,
      path: process.execPath,
      isOwn: statSync(process.execPath).uid === process.getuid?.(),
      ownFolder: process.env['LOCALAPPDATA'],
      appImage: ownAppImage(process.env, process.execPath),
    });
  }

  #lookSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#lookAgain(), firstMs).unref();
  }

  #lookAgain(): void {
    void this.#look().catch((error: unknown) => this.#parts.note(`update: ${String(error)}`));
  }

  /** By the rule of this moment: another window of the program may have chosen since. */
  async #look(): Promise<void> {
    const rule = this.#rule();
    if (rule.kind === 'off') return;
    const { autoUpdater } = (await import('electron-updater')).default;
    this.#leaveUpdate = () => {
      autoUpdater.autoInstallOnAppQuit = false;
    };
    await lookForUpdate({
      rule,
      platform: process.platform,
      updater: autoUpdater,
      fetch: (url) => net.fetch(url),
      onUpdate: (version, isReady) =>
        new Notification({
          title: words.updateTitle(version),
          body: isReady ? words.updateReady : words.updateThere,
        }).show(),
      onProblem: (why) => this.#parts.note(`update: ${why}`),
    });
  }
}
