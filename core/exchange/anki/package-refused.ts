/** Why a package is not read. The words a person sees are chosen elsewhere, one text for each reason. */
export type PackageRefusal =
  /** The file has no content at all. */
  | 'empty_file'
  /** Neither a zip archive nor an SQLite collection. */
  | 'not_a_package'
  /** Begins like a zip archive, but its end is missing: an interrupted download or copy. */
  | 'truncated'
  | 'encrypted'
  /** The archive or one of its entries contradicts itself: wrong checksum, broken directory, broken compression. */
  | 'damaged_package'
  /** An entry we need is packed with a method other than store and deflate. */
  | 'unsupported_compression'
  | 'too_many_entries'
  | 'too_large'
  /** Unpacks to implausibly more than it holds. */
  | 'suspicious_compression'
  | 'duplicate_entry'
  | 'bad_entry_name'
  | 'no_collection'
  /** Holds only the note that asks old programs to update, and not the collection itself. */
  | 'only_update_note'
  | 'too_new'
  /** Made by an Anki older than 2.0, or not by Anki. */
  | 'unexpected_schema'
  | 'damaged_collection'
  | 'damaged_media_list'
  /** One media file differs from what the package says of it. The rest of the package can still be read. */
  | 'damaged_media'
  /** One value of the collection is of the wrong kind or out of bounds. */
  | 'bad_field';

export type RefusalDetails = Readonly<Record<string, string | number>>;

/** Thrown for everything that is wrong with the file itself; failures of the machine (disk full, no permission) stay
 * the errors that Node reports. `details` are facts for a log or a message, never text taken from the notes. */
export class PackageRefusedError extends Error {
  readonly reason: PackageRefusal;
  readonly details: RefusalDetails;

  constructor(reason: PackageRefusal, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(`Anki package refused: ${reason} ${JSON.stringify(details)}`, options);
    this.name = 'PackageRefusedError';
    this.reason = reason;
    this.details = details;
  }
}
