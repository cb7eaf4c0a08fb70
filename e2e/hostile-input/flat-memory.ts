import { expect, test } from "vitest";
import { readMetric } from "../environment/metrics.js";
import { refusedOperations } from "./refused-operations.js";
import { refusedVariables } from "./refused-variables.js";
import type { World } from "./world.js";

const MiB = 2 ** 20;
/** Each of them sends some 60 operations, every one of a text of its own. */
const ROUNDS = 8;

/** What is refused is not remembered: neither documents nor what was wrong with them. */
export function describeFlatMemory(world: () => World): void {
  test("what is refused again and again takes no memory", async () => {
    const heap = () => readMetric(world().server.url, "nodejs_heap_size_used_bytes");
    /** The least that is in use during it: what is left when garbage has been collected. */
    async function leastOf(rounds: number): Promise<number> {
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round += 1) {
        const unique = `# ${Math.random()}`;
        const large = { text: "x".repeat(MiB) };
        const answers = await Promise.all([
          ...refusedOperations.map(([, query]) => world().anonymous.send(query + unique)),
          ...refusedVariables.map(([, query, variables]) => world().user.client.send(query, variables(world()))),
          world().anonymous.send(`query ($large: String!) { movie(id: $large) { id } } ${unique}`, large),
        ]);
        expect(answers.filter(({ errors }) => errors.length === 0)).toEqual([]);
        least = Math.min(least, await heap());
      }
      return least;
    }
    const before = await leastOf(ROUNDS);
    const after = await leastOf(3 * ROUNDS);
    const resident = await readMetric(world().server.url, "process_resident_memory_bytes");
    console.log(
      `heap ${Math.round(before / MiB)} -> ${Math.round(after / MiB)} MiB, resident ${Math.round(resident / MiB)} MiB`,
    );
    expect(after - before).toBeLessThan(48 * MiB);
  }, 120_000);
}
