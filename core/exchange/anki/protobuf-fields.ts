import { PbfReader } from 'pbf';

/** One field of a message: its number and value. Fixed-width and nested values stay bytes or numbers; the caller knows the schema. */
export type ProtobufField = { number: number; value: number | Uint8Array };

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Yields the fields of one protobuf message. pbf reads past the end of its buffer without complaint, so the position is checked after each field.
 * @throws RangeError for a message that does not end where its bytes end, or with a wire type that protobuf 3 does not have */
export function* protobufFields(bytes: Uint8Array): IterableIterator<ProtobufField> {
  const reader = new PbfReader(bytes);
  while (reader.pos < reader.length) {
    const number = reader.nextField();
    if (number === 0) throw new RangeError('protobuf field number 0');
    const value = readValue(reader);
    if (reader.pos > reader.length) throw new RangeError('protobuf message ends inside a field');
    yield { number, value };
  }
}

function readValue(reader: PbfReader): number | Uint8Array {
  switch (reader.type) {
    case VARINT:
      return reader.readVarint(true);
    case BYTES: {
      const length = reader.readVarint();
      const start = reader.pos;
      reader.pos = start + length;
      return reader.buf.subarray(start, reader.pos);
    }
    case FIXED64:
      return fixedBytes(reader, 8);
    case FIXED32:
      return fixedBytes(reader, 4);
    default:
      throw new RangeError(`protobuf wire type ${reader.type}`);
  }
}

function fixedBytes(reader: PbfReader, width: number): Uint8Array {
  const start = reader.pos;
  reader.pos = start + width;
  return reader.buf.subarray(start, reader.pos);
}

/** @throws RangeError when the field is not a number */
export function numberOf(field: ProtobufField): number {
  if (typeof field.value !== 'number') throw new RangeError(`protobuf field ${field.number} is not a number`);
  return field.value;
}

/** @throws RangeError when the field is not a byte string */
export function bytesOf(field: ProtobufField): Uint8Array {
  if (typeof field.value === 'number') throw new RangeError(`protobuf field ${field.number} is not bytes`);
  return field.value;
}

/** @throws TypeError when the field is not UTF-8, RangeError when it is not a byte string */
export function textOf(field: ProtobufField): string {
  return utf8.decode(bytesOf(field));
}
