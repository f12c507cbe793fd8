import { existsSync } from 'node:fs';
import { RpcError } from '#core/rpc/errors.ts';
import { openChecker } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { verifyStore, type VerifyReport } from '#core/store/verify.ts';

/** What the checks found, or the sentence that says why there was nothing to check. */
export type Verification = { report: VerifyReport } | { refused: string };

const sentenceOf = (error: RpcError, file: string): string => {
  const told = (name: string): string => JSON.stringify(error.details[name] ?? null);
  const finding = error.details['finding'] ?? error.details['code'];
  switch (error.kind) {
    case 'newer_store':
      return `${file} was written by a newer version of Americano (schema ${told('found')}, this one knows ${told('known')}): update the program to open it.`;
    case 'damaged':
      return `${file} is damaged and cannot be read (${typeof finding === 'string' ? finding : 'not a store'}): restore a backup from the profile's folder "backups".`;
    case 'disk_failed':
      return `The disk failed while ${file} was read (${typeof finding === 'string' ? finding : 'no code'}): look after the disk, and copy the profile's folder "backups" to another one.`;
    case 'busy':
      return `${file} is held by another program: close that and try again.`;
    case 'read_only':
      return `${file} cannot be opened: check that you may read it and write to its folder.`;
    default:
      throw error;
  }
};

/** Checks the store of a profile without changing it, also while a service has it open. */
export const verifyProfile = (folder: string): Verification => {
  const profile = profileAt(folder);
  const { store: file } = profile;
  if (!existsSync(file)) return { refused: `There is no store at ${file}.` };
  try {
    const { connection, close } = openChecker(profile);
    try {
      return { report: verifyStore(connection, profile) };
    } finally {
      close();
    }
  } catch (error) {
    if (error instanceof RpcError) return { refused: sentenceOf(error, file) };
    throw error;
  }
};

const twinText = ({ found, expected, planned }: VerifyReport['twinIndexes']): string =>
  `${found} of ${planned}${found < expected ? ` (${expected} belong to this version)` : ''}`;

/** The report as lines for a person. */
export const reportLines = (report: VerifyReport): string[] => {
  const rows = Object.entries(report.rows).map(([kind, count]) => `${kind} ${count}`);
  return [
    `tables        ${report.tables.found} of ${report.tables.expected}`,
    `indexes       ${report.indexes.found} of ${report.indexes.expected}`,
    `twin indexes  ${twinText(report.twinIndexes)}`,
    `migrations    ${report.migrations.applied} of ${report.migrations.known} (schema version ${report.schemaVersion})`,
    `integrity     ${report.integrity}`,
    `foreign keys  ${report.danglingRows === 0 ? 'ok' : `${report.danglingRows} dangling rows`}`,
    `rows          ${rows.join(', ')}`,
    `waiting       ${report.waiting} derived rows to compute`,
    ...report.defects.map((defect) => `defect        ${defect}`),
    report.defects.length === 0 ? 'The store is sound.' : `The store has defects: ${report.defects.length}.`,
  ];
};
