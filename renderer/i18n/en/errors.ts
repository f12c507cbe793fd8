import type { ErrorKind } from '#core/rpc/errors.ts';

/** One sentence a person can act on for each kind of error. */
export const errors: Record<ErrorKind, string> = {
  invalid: 'That value cannot be used here.',
  not_found: 'This is not in the library any more.',
  conflict: 'Something changed meanwhile, so nothing was done. Please look again.',
  forbidden: 'This is not allowed in this profile.',
  unknown_procedure: 'The window and the program are of different versions. Start Americano again.',
  too_large: 'This is larger than Americano accepts.',
  malformed: 'The program sent something this window does not understand. Start Americano again.',
  busy: 'The program is busy. Please try again in a moment.',
  cancelled: 'Stopped; nothing was changed.',
  deadline: 'This took too long and was given up.',
  disconnected: 'The connection to the program is interrupted.',
  package_refused: 'This package cannot be imported.',
  disk_full: 'The disk is full. Free some space and try again; nothing was lost.',
  disk_failed: 'The disk reports an error, so this was not done. What was recorded before is safe.',
  read_only: 'This profile can only be read at the moment.',
  damaged: 'The file is damaged. Nothing was changed.',
  newer_store: 'This profile was written by a newer version of Americano. Update to open it.',
  locked: 'This profile is open in another program.',
  internal: 'Something went wrong in Americano. Nothing was changed.',
};

/** Why a package was refused, by `details.reason`. */
export const refusals: Record<string, string> = {
  empty_file: 'The file is empty. Export the package from Anki once more.',
  not_a_package:
    'What is in this file is not an Anki package. In Anki, use File → Export and choose .apkg or .colpkg.',
  truncated: 'The end of the file is missing, as after an interrupted download. Copy or download it again.',
  encrypted: 'The package is encrypted. Export it without a password.',
  damaged_package: 'The package is damaged. Export it from Anki once more.',
  unsupported_compression:
    'The package is packed in a way Americano cannot read. Export it from Anki once more.',
  too_many_entries: 'The package holds more files than Americano accepts.',
  too_large: 'The package is larger than Americano accepts.',
  suspicious_compression: 'The package unpacks to an implausible size, so it was not opened.',
  duplicate_entry: 'The package names the same file twice, so it was not opened.',
  bad_entry_name: 'The package holds a file with an unsafe name, so it was not opened.',
  no_collection: 'The package holds no cards. Export it from Anki once more.',
  only_update_note:
    'The package holds only a note that asks to update Anki. Export it again with “Support older Anki versions” off.',
  too_new:
    'The package was written by a newer Anki than Americano knows. Export it with “Support older Anki versions” on.',
  unexpected_schema:
    'The package is from an Anki older than 2.0 or from another program. Open and export it with a current Anki.',
  damaged_collection:
    'The cards in the package are damaged. Check the database in Anki, then export it again.',
  damaged_media_list: 'The list of media in the package is damaged. Export it from Anki once more.',
  damaged_media: 'A media file in the package is damaged. Export it from Anki once more.',
  bad_field:
    'The package holds a value that makes no sense. Check the database in Anki, then export it again.',
};

/** Why a profile is only read, by `details.reason`. */
export const readingOnly: Record<string, string> = {
  newer_store:
    'A newer version of Americano wrote this profile, so nothing was changed. Update Americano to change it.',
};

export const reference = (ref: string): string => `The log has the details under ${ref}.`;

/** What an institution has turned off; Settings › Managed has the rest. */
export const byPolicy = (policy: string): string =>
  `Your organisation has turned this off on this computer (${policy}). Settings → Managed says where.`;
