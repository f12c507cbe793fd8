import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip archive, with whatever lies about it a test wants told. */
export type RawEntry = {
  name: string | Buffer;
  content: Buffer;
  deflate?: boolean;
  /** General purpose bits; 1 means encrypted. */
  flags?: number;
  crc?: number;
  /** Size to state instead of the true one. */
  statedSize?: number;
  method?: number;
  /** Unix mode in the external attributes, such as 0o120777 for a symbolic link. */
  unixMode?: number;
  /** Local header to point at instead of this entry's own. */
  offset?: number;
};

const MADE_BY_UNIX = 3 << 8;

/** Builds a zip archive byte by byte, since no honest library writes what hostile archives hold. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name;
    const packed = entry.deflate === true ? deflateRawSync(entry.content) : entry.content;
    const common = commonHeader(entry, name, packed);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.alloc(2), name, packed]);
    directory.push(directoryRecord(entry, name, common, offset));
    parts.push(local);
    offset += local.length;
  }
  const directoryBytes = directory.reduce((sum, record) => sum + record.length, 0);
  return Buffer.concat([...parts, ...directory, endRecord(entries.length, directoryBytes, offset)]);
}

/** From "version needed" to "name length": the same in both headers. */
function commonHeader(entry: RawEntry, name: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(entry.flags ?? 0, 2);
  header.writeUInt16LE(entry.method ?? (entry.deflate === true ? 8 : 0), 4);
  header.writeUInt32LE(entry.crc ?? crc32(entry.content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(entry.statedSize ?? entry.content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function directoryRecord(entry: RawEntry, name: Buffer, common: Buffer, offset: number): Buffer {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(20 + (entry.unixMode === undefined ? 0 : MADE_BY_UNIX));
  const rest = Buffer.alloc(16);
  rest.writeUInt32LE(((entry.unixMode ?? 0) * 0x1_0000) >>> 0, 8);
  rest.writeUInt32LE(entry.offset ?? offset, 12);
  return Buffer.concat([Buffer.from('PK\u0001\u0002'), madeBy, common, rest, name]);
}

/** Counts beyond 16 bits need the records of the 64-bit extension in front. */
function endRecord(count: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return count > 0xffff ? Buffer.concat([zip64End(count, directoryBytes, offset), end]) : end;
}

/** The 64-bit end record, which follows the directory, and the locator that points at it. */
function zip64End(count: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(76);
  end.write('PK\u0006\u0006', 'latin1');
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.write('PK\u0006\u0007', 56, 'latin1');
  end.writeBigUInt64LE(BigInt(offset + directoryBytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}
