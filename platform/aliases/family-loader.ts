import type { AliasTable } from "./alias-table.js";
import { type Family, findFamilies } from "./find-families.js";

export interface FamilyLoader {
  /** As the table is now. What is asked for in one turn is one read. */
  load(id: string): Promise<Family>;
  /** As the table was within the last second: for feeds, which ask at every event. */
  recent(id: string): Promise<Family>;
}

const RECENT_MS = 1_000;
const MAX_RECENT = 10_000;

/** One for all requests of a process: it remembers nothing for longer than a second. */
export function createFamilyLoader(table: Pick<AliasTable, "read">): FamilyLoader {
  let waiting: { id: string; resolve(family: Family): void; reject(error: unknown): void }[] = [];
  const flush = async (): Promise<void> => {
    const asked = waiting;
    waiting = [];
    try {
      const families = await findFamilies(
        table,
        asked.map(({ id }) => id),
      );
      asked.forEach(({ id, resolve }, index) => {
        resolve(families[index] ?? { id, members: [id] });
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  const load = (id: string): Promise<Family> =>
    new Promise((resolve, reject) => {
      // As DataLoader does: behind every promise that is settled in this turn.
      if (waiting.length === 0) void Promise.resolve().then(() => process.nextTick(() => void flush()));
      waiting.push({ id, resolve, reject });
    });
  const recent = new Map<string, { until: number; family: Promise<Family> }>();
  return {
    load,
    recent(id) {
      const now = performance.now();
      const known = recent.get(id);
      if (known !== undefined && now < known.until) return known.family;
      const family = load(id);
      recent.delete(id);
      recent.set(id, { until: now + RECENT_MS, family });
      family.catch(() => recent.delete(id));
      const [oldest] = recent.keys();
      if (recent.size > MAX_RECENT && oldest !== undefined) recent.delete(oldest);
      return family;
    },
  };
}
