import { parseArgs } from "node:util";

const USAGE = `npm run soak -- [--short] [--for 120s] [--listeners 1000] [--rate 200] [--by-hand 20] [--cuts 10] [--report FILE]
  --short      200 listeners, 40 ratings, 10 of them by hand, and 5 cut cables a second, for 30 s
  --for        how long is rated at least; restarting every process may take longer
  --listeners  of which each hears a twentieth of what is rated
  --rate       ratings a second: by hand, and as another system writes them, into marquee.outside-ratings.v1
  --by-hand    of those, how many people give with rateMovie, through the gateways
  --cuts       connections a second that are cut off at random
  --report     a file to write the figures to, as Markdown
Runs on the engines that MARQUEE_TEST_CASSANDRA and MARQUEE_TEST_KAFKA name, or starts a node of each.`;

const USUAL = { for: "120s", listeners: "1000", rate: "200", "by-hand": "20", cuts: "10" };
const SHORT = { for: "30s", listeners: "200", rate: "40", "by-hand": "10", cuts: "5" };

export interface SoakArguments {
  short: boolean;
  listeners: number;
  /** Of all ratings. */
  perSecond: number;
  byHand: number;
  /** Cut cables, a second. */
  cuts: number;
  forMs: number;
  report: string | undefined;
}

/** Of this process; ends it with what is wrong and how it is used. */
export function readSoakArguments(): SoakArguments {
  const options = {
    short: { type: "boolean", default: false },
    for: { type: "string" },
    listeners: { type: "string" },
    rate: { type: "string" },
    "by-hand": { type: "string" },
    cuts: { type: "string" },
    report: { type: "string" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const chosen = { ...(values.short ? SHORT : USUAL), ...values };
    const [, amount, unit] = /^(\d+)(s|m)$/.exec(chosen.for) ?? [];
    const listeners = Number(chosen.listeners);
    const perSecond = Number(chosen.rate);
    const byHand = Number(chosen["by-hand"]);
    const cuts = Number(chosen.cuts);
    if (amount === undefined || !listeners || !perSecond || !byHand || !cuts)
      throw new Error("A time is like 90s or 5m, the rest are numbers.");
    if (byHand > perSecond) throw new Error("No more can be given by hand than are given.");
    const forMs = Number(amount) * (unit === "m" ? 60_000 : 1_000);
    return { short: values.short, listeners, perSecond, byHand, cuts, forMs, report: values.report };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(1);
  }
}
