import type { Configuration } from 'electron-builder';

type Fuses = NonNullable<Configuration['electronFuses']>;

/**
 * What the binary of Electron may still do once it is ours, item 19 of Electron's security list: no other program may use
 * it as a Node, by a flag or a variable of the environment, and its main process starts from the archive alone, whose
 * checksum is in the binary. What lies unpacked beside the archive (service, page, natives) has no such checksum: on a Mac
 * the signature of the program covers it, elsewhere only who may write to its folder.
 */
export const fuses: Required<Omit<Fuses, 'resetAdHocDarwinSignature'>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  // Pages come by a scheme of the program: what file: may do is nothing to them.
  grantFileProtocolExtraPrivileges: false,
};
