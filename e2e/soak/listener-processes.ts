import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestEnvironment } from "../environment/open-environment.js";
import type { ListenerFilter } from "./listener.js";
import type { FromProcess, ToProcess } from "./listeners-process.js";

export const LISTENER_PROCESSES = 2;

type Said<Kind extends FromProcess["said"]> = Extract<FromProcess, { said: Kind }>;

/** Listeners in processes of their own, half of them at each gateway first. */
export class ListenerProcesses {
  readonly #processes;

  constructor(environment: TestEnvironment) {
    const program = fileURLToPath(new URL("listeners-process.ts", import.meta.url));
    this.#processes = Array.from({ length: LISTENER_PROCESSES }, () => {
      const child = fork(program, { execArgv: process.execArgv });
      environment.onDispose(() => child.kill("SIGKILL"));
      return child;
    });
  }

  /** Resolves when all are live. From then on `cuts` of them a second are cut off. */
  async listen(options: { urls: readonly string[]; filters: readonly ListenerFilter[]; cuts: number }): Promise<void> {
    const { urls, filters, cuts } = options;
    await this.#ask("live", (nth) => ({
      do: "listen",
      urls: nth % 2 === 0 ? [...urls] : urls.toReversed(),
      filters: filters.filter((_, index) => index % LISTENER_PROCESSES === nth),
      cutEveryMs: (1_000 * LISTENER_PROCESSES) / cuts,
    }));
  }

  async delivered(): Promise<number> {
    const counts = await this.#ask("count", () => ({ do: "count" }));
    return counts.reduce((total, each) => total + each.delivered, 0);
  }

  /** Nobody is cut off any more. */
  calm(): void {
    for (const child of this.#processes) child.send({ do: "calm" } satisfies ToProcess);
  }

  /** What each of them heard against a file of the log, once they have all of it or the time is up. */
  async compare(what: Omit<Extract<ToProcess, { do: "compare" }>, "do">): Promise<Omit<Said<"compared">, "said">> {
    const compared = await this.#ask("compared", () => ({ do: "compare", ...what }));
    const sum = (of: (each: Said<"compared">) => number) => compared.reduce((total, each) => total + of(each), 0);
    return {
      delivered: sum((each) => each.delivered),
      wanted: sum((each) => each.wanted),
      resumptions: sum((each) => each.resumptions),
      findings: compared.flatMap((each) => each.findings),
    };
  }

  #ask<Kind extends FromProcess["said"]>(said: Kind, messageTo: (nth: number) => ToProcess): Promise<Said<Kind>[]> {
    return Promise.all(
      this.#processes.map(async (child, nth) => {
        child.send(messageTo(nth));
        for (;;) {
          const [message] = (await once(child, "message")) as [FromProcess];
          if (message.said === said) return message as Said<Kind>;
        }
      }),
    );
  }
}
