const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Bounds on what a package may make us read, write or hold. The largest shared decks known (some 40,000 notes with
 * 5 GiB of media) fit with room to spare. */
export type PackageLimits = {
  /** Entries of the archive; what a zip without the 64-bit extension can hold. */
  maxEntries: number;
  maxEntryNameBytes: number;
  maxCollectionBytes: number;
  maxMediaFileBytes: number;
  maxMediaListBytes: number;
  maxMedia: number;
  /** Sum of everything unpacked from one open package. */
  maxTotalBytes: number;
  /** Unpacked size over packed size, enforced once more than `ratioFloorBytes` came out of one entry: a small and mostly
   * empty SQLite file packs very well and is harmless. */
  maxRatio: number;
  ratioFloorBytes: number;
  /** One JSON column (note types or decks of schema 11), or one protobuf column of schema 15 and later. */
  maxConfigBytes: number;
  maxJsonDepth: number;
  maxNoteTypes: number;
  maxDecks: number;
  /** Fields of one note, and fields or templates of one note type. */
  maxFields: number;
  maxNameBytes: number;
  maxNoteBytes: number;
  maxTagBytes: number;
  maxNotes: number;
  maxCards: number;
  maxReviews: number;
};

export const DEFAULT_PACKAGE_LIMITS: Readonly<PackageLimits> = {
  maxEntries: 65_535,
  maxEntryNameBytes: 1024,
  maxCollectionBytes: 4 * GIB,
  maxMediaFileBytes: GIB,
  maxMediaListBytes: 32 * MIB,
  maxMedia: 65_535,
  maxTotalBytes: 32 * GIB,
  maxRatio: 200,
  ratioFloorBytes: 16 * MIB,
  maxConfigBytes: 64 * MIB,
  maxJsonDepth: 32,
  maxNoteTypes: 10_000,
  maxDecks: 50_000,
  maxFields: 1000,
  maxNameBytes: 4096,
  maxNoteBytes: 32 * MIB,
  maxTagBytes: 64 * 1024,
  maxNotes: 2_000_000,
  maxCards: 5_000_000,
  maxReviews: 20_000_000,
};
