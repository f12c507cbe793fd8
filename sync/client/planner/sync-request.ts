import type { PullRequest, PushRequest, SealRequest } from '../../protocol/messages.ts';
import type { SyncRules } from './rules.ts';
import type { SyncDisk } from './sync-disk.ts';

/** What to ask of the server next. */
export type SyncRequest<Body, State> =
  | { readonly type: 'push'; readonly push: PushRequest<Body> }
  | { readonly type: 'pull'; readonly pull: PullRequest }
  | { readonly type: 'snapshot' }
  | { readonly type: 'seal'; readonly seal: SealRequest<State> };

export interface SyncLimits {
  readonly opsInPush: number;
  readonly opsInPage: number;
}

/** What happened that a person may want to read of. */
export type SyncWord =
  /** The server answered what cannot be: nothing of it was taken, it is asked again later. */
  | { readonly word: 'server'; readonly why: string }
  /** Rows here, or on another device, are not what was written: the account is read again. */
  | { readonly word: 'healing' }
  /** So soon again: it is not damage, and reading again does not help. */
  | { readonly word: 'disagrees' };

export interface SyncEngineParts<Body, State> {
  readonly disk: SyncDisk<Body, State>;
  /** This machine's clock, right or wrong: UTC ms. */
  readonly wallMs: () => number;
  /** A random id: of a device after a fork, of an epoch, of an op. */
  readonly newId: () => string;
  readonly limits: SyncLimits;
  readonly rules?: SyncRules;
  /** The rules by which ops become rows here: digests are compared with those of the same ones. */
  readonly foldRules?: number;
  readonly says?: (word: SyncWord) => void;
}
