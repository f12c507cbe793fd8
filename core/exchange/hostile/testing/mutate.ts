import type { SeededRandom } from '../../anki/testing/seeded-random.ts';

/** Values at which lengths, offsets and counts go wrong. */
const edges = [
  [0x00],
  [0xff],
  [0x7f],
  [0x80],
  [0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0x00, 0x00, 0x00, 0x80],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
].map((bytes) => Buffer.from(bytes)) as [Buffer, ...Buffer[]];

type Mutation = (bytes: Buffer, random: SeededRandom, other: Buffer) => Buffer;

const position = (bytes: Buffer, random: SeededRandom): number =>
  random.whole(0, Math.max(0, bytes.length - 1));

const stretch = (bytes: Buffer, random: SeededRandom): [from: number, to: number] => {
  const from = position(bytes, random);
  return [from, Math.min(bytes.length, from + random.whole(1, 64))];
};

const mutations: [Mutation, ...Mutation[]] = [
  // One bit.
  (bytes, random) => {
    const at = position(bytes, random);
    bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << random.whole(0, 7)), at);
    return bytes;
  },
  // One byte.
  (bytes, random) => {
    bytes.writeUInt8(random.whole(0, 255), position(bytes, random));
    return bytes;
  },
  // A value at the edge of a type, over what stands there.
  (bytes, random) => {
    random.pick(edges).copy(bytes, position(bytes, random));
    return bytes;
  },
  // The same between what stands there.
  (bytes, random) => {
    const at = position(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), random.pick(edges), bytes.subarray(at)]);
  },
  // A stretch away, twice, or from somewhere else.
  (bytes, random) => {
    const [from, to] = stretch(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = stretch(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, random, other) => {
    const [from, to] = stretch(other, random);
    other.copy(bytes, position(bytes, random), from, to);
    return bytes;
  },
  // The end away.
  (bytes, random) => Buffer.from(bytes.subarray(0, position(bytes, random))),
];

/** A copy of some bytes, damaged in one to six places; `other` is where foreign stretches come from. Never empty. */
export const mutate = (whole: Buffer, random: SeededRandom, other: Buffer): Buffer => {
  let bytes: Buffer = Buffer.from(whole);
  for (let hits = random.whole(1, 6); hits > 0 && bytes.length > 1; hits -= 1) {
    bytes = random.pick(mutations)(bytes, random, other);
  }
  return bytes.length === 0 ? Buffer.from([0]) : bytes;
};
