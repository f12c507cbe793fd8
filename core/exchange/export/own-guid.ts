import { uidFromHex, uidToHex } from '../../store/uid.ts';

const ownGuid = /^am-([A-Za-z0-9_-]{22})$/;

/**
 * The GUID of a note that was not made in Anki: it carries the note's own uid, so that a package which comes back from
 * a phone finds the note again.
 */
export const guidOfUid = (uid: Uint8Array): string => `am-${Buffer.from(uid).toString('base64url')}`;

/** The uid in such a GUID; undefined for every other. */
export const uidOfGuid = (guid: string): Uint8Array | undefined => {
  const [, packed] = ownGuid.exec(guid) ?? [];
  if (packed === undefined) return undefined;
  // Through hex, so that the 128 bits are all there are.
  return uidFromHex(uidToHex(new Uint8Array(Buffer.from(packed, 'base64url'))));
};
