/** Encodes protobuf messages by hand, so that tests of the reader do not share its decoder. Numbers are whole and not negative. */
export function message(...fields: Uint8Array[]): Buffer {
  return Buffer.concat(fields);
}

export function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function bytesField(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}

export function textField(number: number, value: string): Buffer {
  return bytesField(number, Buffer.from(value, 'utf8'));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
