import type { Clock } from "@marquee/platform/clock/clock.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { createProgressLine, type ProgressOutput } from "../progress/progress-line.js";
import type { WithdrawRun } from "../withdraw/run-withdraw.js";
import type { WithdrawalProgress } from "../withdraw/withdraw-dataset.js";
import { describeReport } from "./describe-report.js";
import type { DatasetProgress, LoadedStage } from "./load-dataset.js";
import type { LoadRun } from "./run-load.js";

/** What the command says: for a person, or as JSON lines. */
export interface LoadOutput {
  progress(progress: DatasetProgress): void;
  stage(stage: LoadedStage): void;
  /** `again`: the command. */
  end(run: LoadRun, again: string): void;
  withdrawing(progress: WithdrawalProgress): void;
  withdrawn(run: WithdrawRun, again: string): void;
  failed(again: string): void;
}

interface OutputParts {
  json: boolean;
  out: { write(text: string): unknown };
  err: ProgressOutput;
  clock: Clock;
}

const PROGRESS_EVERY_MS = 1_000;

export function createLoadOutput(parts: OutputParts): LoadOutput {
  return parts.json ? jsonOutput(parts) : textOutput(parts);
}

function textOutput({ out, err, clock }: OutputParts): LoadOutput {
  const line = createProgressLine({ output: err, clock, label: "Loading" });
  const takingBack = createProgressLine({ output: err, clock, label: "Taking back" });
  return {
    progress({ stage, rows, bytes, totalBytes }) {
      line.update({ done: bytes, total: totalBytes, phase: stage, rows });
    },
    stage() {},
    end({ report, complete, folded, listed }, again) {
      line.end();
      out.write(describeReport(report, listed));
      if (!complete) out.write(`Interrupted. It goes on with: ${again}\n`);
      else if (folded === null) out.write("A dry run: nothing was sent, and titles were not looked up.\n");
      else if (report.stages.every(({ outcome }) => outcome === "already-loaded")) out.write("Already loaded.\n");
      if (folded !== null) out.write(`${folded}\n`);
    },
    withdrawing({ topic, done, total }) {
      takingBack.update({ done, total, phase: topic });
    },
    withdrawn({ outcome, rows, titles, dataset, folded }, again) {
      takingBack.end();
      const gone = [TOPICS.ratings, TOPICS.reviews, TOPICS.users].map((topic) =>
        (rows[topic] ?? 0).toLocaleString("en"),
      );
      const [ratings, reviews, users] = gone;
      const what = `${ratings} ratings, ${reviews} reviews and ${users} users; ${titles.toLocaleString("en")} titles changed or went`;
      out.write(`${dataset}: taken back ${what}\n`);
      if (outcome === "stopped") out.write(`Interrupted. It goes on with: ${again}\n`);
      out.write(`${folded}\n`);
    },
    failed(again) {
      line.end();
      takingBack.end();
      err.write(`It goes on with: ${again}\n`);
    },
  };
}

function jsonOutput({ out, clock }: OutputParts): LoadOutput {
  const say = (type: string, facts: object): void => void out.write(`${JSON.stringify({ type, ...facts })}\n`);
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    progress(progress) {
      const now = clock.now();
      if (now - saidAt < PROGRESS_EVERY_MS) return;
      saidAt = now;
      say("progress", progress);
    },
    stage: (stage) => say("stage", stage),
    end({ report, complete, folded, listed }, again) {
      const rejects = report.stages.map(({ stage }) => listed(stage, "rejects"));
      say("report", { complete, ...report, rejects, folded, ...(complete ? {} : { goesOnWith: again }) });
    },
    withdrawing(progress) {
      const now = clock.now();
      if (now - saidAt < PROGRESS_EVERY_MS) return;
      saidAt = now;
      say("progress", progress);
    },
    withdrawn({ outcome, ...facts }, again) {
      const complete = outcome === "withdrawn";
      say("report", { complete, ...facts, ...(complete ? {} : { goesOnWith: again }) });
    },
    failed: (again) => say("failed", { goesOnWith: again }),
  };
}
