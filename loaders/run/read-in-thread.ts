import { AppError, type ErrorCode } from "@marquee/platform/errors/app-error.js";
import { startWorker } from "@marquee/platform/store/start-worker.js";
import type { OpenDatasetOptions } from "../records/dataset-kind.js";
import type { ReadBatch } from "../records/read-stage.js";
import type { ReaderData, ReaderReply } from "./reader-messages.js";

/** Batches that lie between the threads: enough that neither waits for the other's every step. */
const AHEAD = 4;

/** The batches of a stage behind its first rows, read and cleaned in a thread of its own, which ends with the iteration or by the signal. */
export async function* readInThread(
  options: OpenDatasetOptions,
  stage: string,
  rows: number,
  signal: AbortSignal,
): AsyncGenerator<ReadBatch, void, undefined> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const data: ReaderData = { options, stage, rows, ahead: AHEAD };
  const worker = startWorker(new URL(`./stage-reader.${extension}`, import.meta.url), data);
  const replies: ReaderReply[] = [];
  let wake: () => void = () => {};
  const take = (reply: ReaderReply): void => {
    replies.push(reply);
    wake();
  };
  const stop = (): void => wake();
  signal.addEventListener("abort", stop);
  worker.on("message", take);
  worker.on("error", (error) => take({ code: null, message: error.message, stack: error.stack }));
  worker.on("exit", () => take({ code: null, message: "the thread that reads has ended", stack: undefined }));
  try {
    while (!signal.aborted) {
      const reply = replies.shift();
      if (reply === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if ("end" in reply) return;
      if (!("batch" in reply)) throw failureOf(stage, reply);
      worker.postMessage("next");
      yield reply.batch;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

function failureOf(stage: string, { code, message, stack }: Extract<ReaderReply, { code: unknown }>): Error {
  if (code !== null) return new AppError(code as ErrorCode, message);
  return Object.assign(new Error(`${stage} can't be read: ${message}`), stack === undefined ? {} : { stack });
}
