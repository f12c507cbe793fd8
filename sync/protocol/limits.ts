/** Bounds of what travels (sync.md, quota defaults). Readers check what the server cannot. */
export const FRAME_BYTES_AT_MOST = 64 * 1024;
export const SEGMENT_BYTES_AT_MOST = 512 * 1024;
export const INFLATED_BYTES_AT_MOST = 4 * 1024 * 1024;
/** Segments are filled up to multiples of this, so that their size tells little. */
export const PADDING_BYTES = 256;
/** An import travels as one blob. */
export const BLOB_BYTES_AT_MOST = 256 * 1024 * 1024;
export const BULK_ENTRIES_AT_MOST = 5_000_000;
export const OPS_IN_SEGMENT_AT_MOST = 500;
