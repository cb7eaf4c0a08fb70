import type { Closeable, EventLog } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import type { Metrics } from "../service/metrics.js";
import type { Projection } from "./projection.js";
import { type Projector, startProjector } from "./projector.js";

/** A projection and how it is run. */
export interface ProjectorPlan {
  // biome-ignore lint/suspicious/noExplicitAny: plans of different events stand in one list.
  projection: Projection<any>;
  maxMessages?: number;
  maxBytes?: number;
  /** After every batch that was folded; must not throw. */
  afterBatch?(): void;
  /** When its projector has ended. */
  close?(): Promise<void>;
}

export interface ProjectorsOptions {
  log: EventLog;
  plans: readonly ProjectorPlan[];
  deadLettersTopic: string;
  logger: Logger;
  metrics: Metrics;
}

export interface RunningProjectors extends Closeable {
  /** Resolves when everything that is in their topics now is folded. */
  caughtUp(): Promise<void>;
}

/** Starts every plan as a member of its group, or none: what was started is closed again when one fails. */
export async function startProjectors(options: ProjectorsOptions): Promise<RunningProjectors> {
  const { log, plans, deadLettersTopic, logger, metrics } = options;
  const folded = metrics.counter({
    name: "marquee_projection_messages_total",
    help: "Messages of the log that were folded into tables, or put among the dead letters.",
    labelNames: ["projection", "outcome"],
  });
  const running: { projector: Projector; closePlan: ProjectorPlan["close"] }[] = [];
  const close = async () => {
    for (const { projector, closePlan } of running.splice(0).reverse()) {
      await projector.close();
      await closePlan?.();
    }
  };
  try {
    for (const { projection, afterBatch, close: closePlan, ...limits } of plans) {
      const projector = await startProjector({
        ...limits,
        log,
        projection,
        deadLettersTopic,
        logger,
        onFolded({ messages, deadLetters }) {
          folded.inc({ projection: projection.name, outcome: "folded" }, messages - deadLetters);
          folded.inc({ projection: projection.name, outcome: "dead_letter" }, deadLetters);
          afterBatch?.();
        },
      });
      running.push({ projector, closePlan });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    caughtUp: async () => void (await Promise.all(running.map(({ projector }) => projector.caughtUp()))),
  };
}
