import type { Configuration } from 'electron-builder';
import { fuses } from './fuses.ts';

/** What a package is built from: a staged folder, and the distribution of Electron where it is not fetched. */
export type BuilderParts = { app: string; out: string; electronVersion: string; electronDist?: string };

/**
 * How installers are made. Per machine: an MSI and a .pkg, which never update themselves; per user: NSIS, dmg, AppImage.
 * The .deb is made from the unpacked folder by scripts/packaging/make-deb.ts, with the tool of the distribution.
 * Signing and notarising read their secrets from the environment of whoever releases: docs/releasing.md.
 */
export const builderConfig = ({ app, out, electronVersion, electronDist }: BuilderParts): Configuration => ({
  appId: 'org.americano.desk',
  productName: 'Americano',
  copyright: 'Copyright the authors of Americano, MIT licence',
  directories: { app, output: out, buildResources: 'build' },
  electronVersion,
  ...(electronDist === undefined ? {} : { electronDist }),
  // Binaries are N-API and come with their packages: nothing is compiled.
  npmRebuild: false,
  nodeGypRebuild: false,
  files: ['**/*'],
  asar: true,
  // A browser's window is served by a plain Node, which reads no archive; native code is loaded by the system.
  asarUnpack: [
    'dist/service/**',
    'dist/renderer/**',
    'dist/renderer.json',
    'resources/**',
    'node_modules/**',
    'LICENSE',
  ],
  electronFuses: { ...fuses, resetAdHocDarwinSignature: true },
  electronLanguages: ['en-US'],
  protocols: [{ name: 'Americano', schemes: ['americano'] }],
  fileAssociations: [
    { ext: 'apkg', name: 'Anki deck', mimeType: 'application/x-apkg', role: 'Viewer' },
    { ext: 'colpkg', name: 'Anki collection', mimeType: 'application/x-colpkg', role: 'Viewer' },
  ],
  // Without a place of releases electron-builder writes no latest*.yml for a feed, and no app-update.yml, without which
  // electron-updater loads nothing. Which feed is asked is said at run time: this address leads nowhere, by its standard.
  publish: { provider: 'generic', url: 'https://releases.invalid/' },
  win: {
    target: ['nsis', 'msi'],
    icon: 'resources/icons/americano.png',
    // Windows asks for no rights that a student's laptop does not give.
    requestedExecutionLevel: 'asInvoker',
  },
  // Without blanks: administrators write these names into scripts.
  nsis: {
    oneClick: true,
    perMachine: false,
    deleteAppDataOnUninstall: false,
    artifactName: 'Americano-Setup-${version}.${ext}',
  },
  msi: { perMachine: true, runAfterFinish: false, artifactName: 'Americano-${version}.${ext}' },
  // An administrator can deploy the package of before over a bad release, and finds the program where they put it.
  pkg: { isVersionChecked: false, isRelocatable: false, artifactName: 'Americano-${version}.${ext}' },
  mac: {
    target: ['dmg', 'zip', 'pkg'],
    category: 'public.app-category.education',
    icon: 'resources/icons/americano.png',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/mac/entitlements.plist',
    entitlementsInherit: 'build/mac/entitlements.inherit.plist',
    // Done where the environment has the account of who releases; a build without it is not notarised and says so.
    notarize: process.env['APPLE_API_KEY_ID'] !== undefined,
  },
  // Without this the entry in the menu starts it with --no-sandbox.
  appImage: { executableArgs: [] },
  linux: {
    target: ['AppImage'],
    executableName: 'americano',
    category: 'Education',
    icon: 'resources/icons/americano.png',
    synopsis: 'An offline-first study desk',
  },
});
