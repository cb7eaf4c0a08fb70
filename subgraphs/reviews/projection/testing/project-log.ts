import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import { foldBatch } from "@marquee/platform/projection/projector.js";
import { type ReviewChange, readReviewChange } from "@marquee/schema/events/review-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import fc from "fast-check";
import type { ReviewFoldStore } from "../../store/review-fold-store.js";
import { reviewProjection } from "../review-projection.js";
import { asLogMessage, type GeneratedMessage } from "./generated-log.js";

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

/** Drives the projection over a log as projectors that die and come back do; what was published, repeats included. */
export async function projectLog(
  store: ReviewFoldStore,
  log: readonly GeneratedMessage[],
  attempts: readonly Try[],
): Promise<string[]> {
  const projection = reviewProjection(store);
  const published: string[] = [];
  let done = 0;
  for (let attempt = 0; done < log.length; attempt++) {
    const { size, publishing } = attempts[attempt] ?? { size: log.length, publishing: "published" };
    const messages = log.slice(done, done + size).map(asLogMessage);
    const committed = (log[done - 1]?.position ?? -1) + 1;
    const append = async (topic: string, records: readonly NewMessage[]) => {
      if (topic !== TOPICS.reviewChanges) return [];
      if (publishing === "lost") throw new Error("lost");
      const landed = publishing === "half" ? records.slice(0, Math.ceil(records.length / 2)) : records;
      published.push(...landed.map(({ value }) => value));
      if (publishing !== "published" && publishing !== "crash") throw new Error(publishing);
      return [];
    };
    try {
      await foldBatch(
        { log: { append } as unknown as EventLog, projection, deadLettersTopic: TOPICS.deadLetters },
        { topic: TOPICS.reviews, partition: 0, committed, messages },
      );
      if (publishing !== "crash") done += messages.length;
    } catch {
      // The projector died; the next one starts from what is committed.
    }
  }
  return published;
}

/** What a consumer keeps: source positions above the highest it has seen. */
export function firstOfEach(published: readonly string[]): ReviewChange[] {
  let highest = -1;
  return published.flatMap((value) => {
    const record = readReviewChange(value);
    if (record.position <= highest) return [];
    highest = record.position;
    return record.type === "Progress" ? [] : [record];
  });
}
