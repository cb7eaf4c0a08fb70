import { z } from "zod";

/** In a changes topic: everything up to this source position is folded. Closes a batch whose last message changed nothing. */
export const progress = z.object({ type: z.literal("Progress"), version: z.literal(1), position: z.int() });

export function encodeProgress(position: number): { key: string; value: string } {
  return { key: "", value: JSON.stringify({ type: "Progress", version: 1, position }) };
}
