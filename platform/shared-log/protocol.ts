/** What passes between the process that owns a data folder and those that use its log. Both are one version of Marquee, or part at once. */
import { z } from "zod";
import { AppError, ERROR_CODES, type ErrorCode } from "../errors/app-error.js";

/** Said first by the owner. To be raised by every change of what is below. */
export const PROTOCOL_VERSION = 1;

/** Partition and position, in a form that JSON has. */
const positions = z.array(z.tuple([z.int(), z.int()]));
const wireError = z.object({ code: z.string(), message: z.string(), retriable: z.boolean() });
const id = z.int();
const name = z.string().max(1_000);

export const request = z.discriminatedUnion("type", [
  z.object({ type: z.literal("append"), id, topic: name, numbers: z.array(z.int()) }),
  z.object({ type: z.literal("positions"), id, topic: name }),
  z.object({ type: z.literal("partitions"), id, topic: name }),
  z.object({ type: z.literal("partitionOf"), id, topic: name, key: z.string() }),
  z.object({ type: z.literal("committed"), id, topic: name, group: name }),
  z.object({ type: z.literal("ping"), id }),
  z.object({ type: z.literal("tail"), id, topic: name, from: positions }),
  z.object({
    type: z.literal("consume"),
    id,
    topic: name,
    group: name,
    maxMessages: z.int().min(1).max(10_000).optional(),
    maxBytes: z
      .int()
      .min(1)
      .max(8 * 1024 * 1024)
      .optional(),
    until: positions.optional(),
  }),
  /** The messages that were pushed last of a partition are handled, or failed: the next ones may come. */
  z.object({ type: z.literal("handled"), subscription: id, partition: z.int(), error: wireError.nullable() }),
  z.object({ type: z.literal("leave"), id, subscription: id }),
]);

export type Request = z.output<typeof request>;
export type WireError = z.output<typeof wireError>;

export type Response =
  | { type: "hello"; version: number }
  | { type: "answer"; id: number; value: unknown }
  | { type: "failure"; id: number; error: WireError }
  | {
      type: "messages";
      subscription: number;
      topic: string;
      partition: number;
      /** Of a group; a tail has none. */
      committed: number | null;
      numbers: number[];
    }
  | { type: "ended"; subscription: number; error: WireError };

export type Answer = Extract<Response, { type: "answer" | "failure" }>;
export type Pushed = Extract<Response, { type: "messages" }>;

export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, retriable: error.retriable };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "INTERNAL_SERVER_ERROR", message, retriable: false };
}

export function fromWireError({ code, message, retriable }: WireError): AppError {
  return new AppError(code in ERROR_CODES ? (code as ErrorCode) : "INTERNAL_SERVER_ERROR", message, { retriable });
}
