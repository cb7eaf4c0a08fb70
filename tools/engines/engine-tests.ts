import type { Environment } from "./cache-folder.js";
import { whyNoEngines } from "./why-no-engines.js";

/**
 * Whether tests on real engines can run here. Otherwise says on standard error that they are skipped and why; throws instead where
 * MARQUEE_ENGINES is `required`. `off` skips them in any case.
 */
export async function canTestEngines(env: Environment): Promise<boolean> {
  const { MARQUEE_ENGINES: wish = "auto", MARQUEE_TEST_CASSANDRA, MARQUEE_TEST_KAFKA } = env;
  if (wish !== "auto" && wish !== "required" && wish !== "off") {
    throw new Error(`MARQUEE_ENGINES is auto, required or off, not "${wish}"`);
  }
  const reason = wish === "off" ? "MARQUEE_ENGINES is off" : await reasonAgainst();
  if (reason === undefined) return true;
  if (wish === "required") throw new Error(`Tests on real Cassandra and Kafka can't run: ${reason}`);
  process.stderr.write(`SKIPPED: every test on real Cassandra and Kafka, because ${reason}\n`);
  return false;

  async function reasonAgainst(): Promise<string | undefined> {
    return MARQUEE_TEST_CASSANDRA !== undefined && MARQUEE_TEST_KAFKA !== undefined ? undefined : whyNoEngines(env);
  }
}
