import type { Transport } from '#core/rpc/transport.ts';
import type { SecretStrength, ShellTheme, UpdateMode, UpdateSettings } from './shell-bridge.ts';

/** A file to send to the service, read in pieces: one that a person chose, or one that the system opened us with. */
export type PackageSource = {
  name: string;
  size: number;
  read: (start: number, end: number) => Promise<Uint8Array>;
};

/** What a host asks the page to open. */
export type PlatformRequest = { kind: 'path'; path: string } | { kind: 'package'; file: PackageSource };

/** What this host can do. Members a host lacks are absent; nothing above asks which host it is. */
export type Platform = {
  /** Opens one authenticated connection. Rejects with SessionEnded when no further attempt can succeed. */
  connect: () => Promise<Transport>;
  /** Links from outside and files that the system opens. */
  onOpen?: (open: (request: PlatformRequest) => void) => void;
  /** For what the system draws around the page. */
  setTheme?: (theme: ShellTheme) => void;
  notify?: (title: string, body: string) => void;
  secretStrength?: () => Promise<SecretStrength>;
  /** Of a program that replaces itself; null where this copy of it does not. */
  updater?: {
    read: () => Promise<UpdateSettings | null>;
    choose: (mode: UpdateMode) => Promise<UpdateSettings | null>;
  };
};

/** The host refused this window for good: only a new launch helps. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
