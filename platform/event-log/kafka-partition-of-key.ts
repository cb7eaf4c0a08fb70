const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Where Kafka's own clients put a key, kafkajs' DefaultPartitioner among them: murmur2 of its UTF-8 bytes. Never to be changed. */
export function kafkaPartitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/** In 32 bits; kafkajs' own takes its detour through BigInt, which costs more than the rest of an append. */
function murmur2(data: Buffer): number {
  const { length } = data;
  const whole = length - (length % 4);
  let hash = SEED ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  if (whole < length) hash = Math.imul(hash ^ data.readUIntLE(whole, length - whole), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}
