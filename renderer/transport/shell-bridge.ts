/** What a page meets of a shell around it: Electron's preload puts it into the window as `americanoShell`. */

/** A package that the system gave to the program: the page reads it in pieces, by a token that means this file alone. */
export type OfferedFile = { token: string; name: string; size: number };

/** What a page is asked to open. */
export type OpenRequest = { kind: 'path'; path: string } | { kind: 'package'; file: OfferedFile };

/** How well the system keeps a secret: `weak` is readable by every program of the same user. */
export type SecretStrength = 'strong' | 'weak' | 'none';

export type ShellTheme = 'light' | 'dark' | 'system';

export type UpdateMode = 'off' | 'notify' | 'automatic';

/** How this copy of the program is updated. `managedBy`: where the institution says so, which then cannot be changed. */
export type UpdateSettings = { mode: UpdateMode; managedBy: string | null };

export type ShellBridge = {
  /** Asks for the port of the service. It comes as a message of the window, because ports cannot pass the bridge. */
  connect(): void;
  /** The service has ended, and the port leads nowhere. */
  onLost(listener: () => void): void;
  onOpen(listener: (request: OpenRequest) => void): void;
  readOffered(token: string, offset: number, length: number): Promise<Uint8Array>;
  /** For what the system draws around the page. */
  setTheme(theme: ShellTheme): void;
  notify(title: string, body: string): void;
  secretStrength(): Promise<SecretStrength>;
  /** Undefined where this copy is updated by somebody else. */
  updates(): Promise<UpdateSettings | undefined>;
  chooseUpdates(mode: UpdateMode): Promise<UpdateSettings | undefined>;
};

/** What the message says that brings the port. */
export const portMessage = 'americano:port';

declare global {
  interface Window {
    /** There where a shell shows the page. */
    americanoShell?: ShellBridge;
  }
}
