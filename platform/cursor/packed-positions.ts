import { AppError } from "../errors/app-error.js";
import { GENERATION_POSITIONS } from "../event-log/topic-generation.js";
import type { FeedPosition } from "../subgraph/subgraph-endpoint.js";

/**
 * Positions by partition as text, five to eight characters each where JSON takes twenty: a feed over 256 partitions has them all in its
 * cursor. Of each, in rising order: how far the partition lies behind the one before, the topic's generation, the position in it, and what
 * is delivered of the next, as numbers of seven bits a byte.
 */
export function packPositions(positions: Iterable<FeedPosition>): string {
  const bytes: number[] = [];
  let next = 0;
  for (const [partition, position, within] of [...positions].sort(([one], [other]) => one - other)) {
    // From 0 on: -1 stands for nothing.
    const reached = position + 1;
    const generation = Math.floor(reached / GENERATION_POSITIONS);
    for (const number of [partition - next, generation, reached - generation * GENERATION_POSITIONS, within])
      put(bytes, number);
    next = partition + 1;
  }
  return Buffer.from(bytes).toString("base64url");
}

/** Throws CURSOR_INVALID for what is nothing that was packed. */
export function unpackPositions(packed: string): FeedPosition[] {
  const bytes = Buffer.from(packed, "base64url");
  const positions: FeedPosition[] = [];
  let at = 0;
  const take = (): number => {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) {
        throw new AppError("CURSOR_INVALID", "This cursor is cut off; start without `after`.");
      }
      number += (byte % 128) * scale;
      if (byte < 128) return number;
    }
  };
  for (let next = 0; at < bytes.length; ) {
    const partition = next + take();
    positions.push([partition, take() * GENERATION_POSITIONS + take() - 1, take()]);
    next = partition + 1;
  }
  return positions;
}

function put(bytes: number[], number: number): void {
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}
