export const BUCKETS = 16;

/**
 * Which of a movie's sixteen partitions holds this user's rating: FNV-1a over UTF-16 code units, mod 16. It is part of the
 * stored layout and can't change without a rebuild.
 */
export function userBucket(userId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < userId.length; index++) {
    hash = Math.imul(hash ^ userId.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV-1a alone are weak: fold the high ones in.
  return ((hash >>> 16) ^ hash) & (BUCKETS - 1);
}
