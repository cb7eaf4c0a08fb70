import { z } from "zod";

/**
 * In a changes topic: everything up to this source position is folded. The projector closes a batch with it when the batch's
 * last message changed nothing.
 */
export const progress = z.object({ type: z.literal("Progress"), version: z.literal(1), position: z.int() });
