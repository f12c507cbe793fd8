/** What main has done to the system, in the order in which it did it: what tests look at. */
export const record = {
  crashReporter: [] as unknown[],
  sandboxEnabled: false,
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  protocolClients: [] as string[],
  external: [] as string[],
  openedPaths: [] as string[],
  dialogs: [] as Record<string, unknown>[],
  notifications: [] as { title: string; body: string }[],
  menus: [] as string[][],
  trays: [] as string[],
  dictionaryUrls: [] as string[],
  spellChecking: [] as boolean[],
  forks: [] as { file: string; args: string[]; options: unknown; pid: number | undefined }[],
  /** What main told the services, by their pid, without what goes through ports. */
  told: [] as { pid: number | undefined; message: unknown }[],
  /** Buttons that the person will press in the dialogs to come; when none is left, a dialog stays open. */
  answers: [] as number[],
  /** Files the person will choose. */
  chosen: [] as string[],
};

/** The machine as the test wants it. */
export const machine = {
  onBattery: false,
  keyring: 'gnome_libsecret',
  encrypts: true,
  dark: false,
};
