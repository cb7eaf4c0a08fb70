import fc from "fast-check";
import type { EventLog, LogMessage, NewMessage } from "../event-log/event-log.js";
import type { Projection } from "../projection/projection.js";
import { foldBatch } from "../projection/projector.js";

/** One try of a batch: how many messages it takes, and what becomes of publishing its changes. */
export interface Try {
  size: number;
  publishing: "published" | "lost" | "half" | "timeout" | "crash";
}

export const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    publishing: fc.oneof(
      { weight: 4, arbitrary: fc.constant("published" as const) },
      // The projector dies before, in the middle of, or after publishing; or right before the commit.
      { weight: 1, arbitrary: fc.constantFrom("lost" as const, "half" as const, "timeout" as const, "crash" as const) },
    ),
  }),
  { minLength: 1, maxLength: 30, size: "max" },
);

/** Drives a projection over one partition as projectors that die and come back do; what was published, repeats included. */
export async function projectWithCrashes<Event>(
  projection: Projection<Event>,
  log: readonly LogMessage[],
  attempts: readonly Try[],
): Promise<string[]> {
  const published: string[] = [];
  let done = 0;
  for (let attempt = 0; done < log.length; attempt++) {
    const { size, publishing } = attempts[attempt] ?? { size: log.length, publishing: "published" };
    const messages = log.slice(done, done + size);
    const committed = (log[done - 1]?.position ?? -1) + 1;
    const append = async (topic: string, records: readonly NewMessage[]) => {
      if (topic !== projection.changesTopic) return [];
      if (publishing === "lost") throw new Error("lost");
      const landed = publishing === "half" ? records.slice(0, Math.ceil(records.length / 2)) : records;
      published.push(...landed.map(({ value }) => value));
      if (publishing !== "published" && publishing !== "crash") throw new Error(publishing);
      return [];
    };
    try {
      await foldBatch(
        { log: { append } as unknown as EventLog, projection, deadLettersTopic: "dead letters" },
        { topic: projection.topic, partition: 0, committed, messages },
      );
      if (publishing !== "crash") done += messages.length;
    } catch {
      // The projector died; the next one starts from what is committed.
    }
  }
  return published;
}

/** What a consumer keeps of what was published: source positions above the highest it has seen. */
export function firstOfEach<Record extends { position: number }>(records: readonly Record[]): Record[] {
  let highest = -1;
  return records.filter(({ position }) => {
    if (position <= highest) return false;
    highest = position;
    return true;
  });
}
