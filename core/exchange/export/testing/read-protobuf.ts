type Value = number | Buffer;

/** Values of a protobuf message by field number, in order: varints and 32-bit floats as numbers, the rest as bytes. */
export const readProtobuf = (message: Buffer): Map<number, Value[]> => {
  const fields = new Map<number, Value[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    let value: Value;
    if (wire === 0) value = varint();
    else if (wire === 5) {
      value = message.readFloatLE(at);
      at += 4;
    } else if (wire === 2) {
      const length = varint();
      value = message.subarray(at, at + length);
      at += length;
    } else throw new Error(`wire type ${wire}`);
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
};

export const numberIn = (fields: Map<number, Value[]>, number: number): number => {
  const value = fields.get(number)?.at(-1) ?? 0;
  if (typeof value !== 'number') throw new Error(`field ${number} is no number`);
  return value;
};

export const bytesIn = (fields: Map<number, Value[]>, number: number): Buffer => {
  const value = fields.get(number)?.at(-1) ?? Buffer.alloc(0);
  if (typeof value === 'number') throw new Error(`field ${number} is a number`);
  return value;
};

export const textIn = (fields: Map<number, Value[]>, number: number): string =>
  bytesIn(fields, number).toString('utf8');

/** Floats that stand in one packed field. */
export const floatsIn = (fields: Map<number, Value[]>, number: number): number[] => {
  const packed = bytesIn(fields, number);
  return Array.from({ length: packed.length / 4 }, (_, index) => packed.readFloatLE(index * 4));
};
