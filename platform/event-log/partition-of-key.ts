const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a, 32 bits, over the key's UTF-8 bytes, modulo the number of partitions. Never to be changed: it says where a key's past is. */
export function partitionOfKey(key: string, partitions: number): number {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, PRIME);
  return (hash >>> 0) % partitions;
}
