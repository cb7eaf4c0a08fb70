/** The worker thread that reads and cleans one stage, a few batches ahead of who loads them. */
import { once } from "node:events";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { openDataset } from "../formats/open-dataset.js";
import type { ReaderData, ReaderReply } from "./reader-messages.js";

async function read(port: MessagePort, { options, stage: name, rows, ahead }: ReaderData): Promise<void> {
  const reply = (message: ReaderReply): void => port.postMessage(message);
  let room = ahead;
  port.on("message", () => {
    room += 1;
  });
  try {
    const { stages } = await openDataset(options);
    const stage = stages.find((candidate) => candidate.name === name);
    if (stage === undefined) throw new AppError("NOT_FOUND", `${name} is no longer there.`);
    for await (const batch of stage.read(rows)) {
      reply({ batch });
      room -= 1;
      while (room <= 0) await once(port, "message");
    }
    reply({ end: true });
  } catch (error) {
    const { message, stack } = error as Error;
    reply({ code: error instanceof AppError ? error.code : null, message, stack });
  }
  port.close();
}

if (parentPort) void read(parentPort, workerData as ReaderData);
