import { isSignedFeed, maxFeedBytes } from './feed-signature.ts';
import type { UpdateRule } from './update-rules.ts';

/** What is used of electron-updater: it finds, loads and installs; what it found is judged here before it loads. */
export type Updater = {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  setFeedURL(options: { provider: 'generic'; url: string; channel: string }): void;
  checkForUpdates(): Promise<{ isUpdateAvailable: boolean; updateInfo: FoundUpdate } | null>;
  downloadUpdate(): Promise<unknown>;
};
export type FoundUpdate = {
  version: string;
  files: readonly { url: string; sha512: string }[];
  /** What an installer from the web would load besides; no release of ours has any. */
  packages?: unknown;
};

export type UpdatesParts = {
  rule: Exclude<UpdateRule, { kind: 'off' }>;
  platform: NodeJS.Platform;
  updater: Updater;
  fetch(url: string): Promise<Response>;
  /** A release is there; `isReady`: it will be installed when the program ends. */
  onUpdate(version: string, isReady: boolean): void;
  onProblem(why: string): void;
};

/** Names of the descriptions as electron-builder writes them. */
const describing = (channel: string, platform: NodeJS.Platform): string => {
  const name = channel === 'stable' ? 'latest' : channel;
  const system = platform === 'darwin' ? '-mac' : platform === 'linux' ? '-linux' : '';
  return `${name}${system}.yml`;
};

/** Stops at the first byte too many: a server may never come to an end. */
const read = async ({ ok, status, body }: Response): Promise<Uint8Array> => {
  if (!ok) throw new Error(`the feed answered ${status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > maxFeedBytes) throw new Error('the description of a release is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** Whether the signed text names what was found: its version, and the checksum of every file that could be loaded. */
const names = (text: string, { version, files, packages }: FoundUpdate): boolean =>
  packages === undefined &&
  files.length > 0 &&
  text.split('\n').some((line) => line.replaceAll(/['"]/g, '').trim() === `version: ${version}`) &&
  files.every(({ sha512 }) => sha512.length > 80 && text.includes(sha512));

/** The signature is of a text, not of its name: whoever serves it could give out a signed beta as what is stable. */
const isOfChannel = ({ channel }: UpdatesParts['rule'], { version }: FoundUpdate): boolean =>
  channel !== 'stable' || !version.includes('-');

/** Looks once for a newer release. What the key of releases has not signed is told, and never loaded. */
export const lookForUpdate = async (parts: UpdatesParts): Promise<void> => {
  const { rule, updater, onUpdate, onProblem } = parts;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = rule.kind === 'automatic';
  updater.allowDowngrade = false;
  updater.setFeedURL({
    provider: 'generic',
    url: rule.feed,
    channel: rule.channel === 'stable' ? 'latest' : rule.channel,
  });
  try {
    const found = await updater.checkForUpdates();
    if (found === null || !found.isUpdateAvailable) return;
    const address = `${rule.feed.replace(/\/$/, '')}/${describing(rule.channel, parts.platform)}`;
    const bytes = await read(await parts.fetch(address));
    const signature = Buffer.from(await read(await parts.fetch(`${address}.sig`))).toString('utf8');
    const { updateInfo } = found;
    if (!isSignedFeed(bytes, signature, rule.key) || !names(Buffer.from(bytes).toString('utf8'), updateInfo))
      return onProblem(`release ${updateInfo.version} is not signed by the key of releases`);
    if (!isOfChannel(rule, updateInfo))
      return onProblem(`release ${updateInfo.version} is of another channel`);
    if (rule.kind === 'automatic') await updater.downloadUpdate();
    onUpdate(updateInfo.version, rule.kind === 'automatic');
  } catch (error) {
    // A feed that cannot be reached is looked at again another day.
    onProblem(error instanceof Error ? error.message : String(error));
  }
};
