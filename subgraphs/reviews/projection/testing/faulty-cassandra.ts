import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { type Fate, FaultyWrites } from "@marquee/platform/testing/faulty-writes.js";

/** A real Cassandra, of which mutations are lost, fail although they are stored, or are stored late. */
export function faultyCassandra(database: CqlDatabase, fates: readonly Fate[]) {
  const writes = new FaultyWrites(fates);
  const landing: Promise<void>[] = [];
  const landed = async () => void (await Promise.all(landing.splice(0)));
  const faulty: Pick<CqlDatabase, "all" | "allMany" | "write"> = {
    async all<Row>(...[statement, values]: Parameters<CqlDatabase["all"]>) {
      writes.tick();
      await landed();
      return database.all<Row>(statement, values);
    },
    async allMany<Row>(...[statement, valueSets]: Parameters<CqlDatabase["allMany"]>) {
      writes.tick();
      await landed();
      return database.allMany<Row>(statement, valueSets);
    },
    async write(mutations) {
      const failures: unknown[] = [];
      for (const mutation of mutations) {
        try {
          writes.write(() => landing.push(database.write([mutation])));
        } catch (error) {
          failures.push(error);
        }
      }
      await landed();
      if (failures.length > 0) throw failures[0];
    },
  };
  return {
    database: { ...database, ...faulty },
    /** Lets every late write land. */
    async settle() {
      writes.settle();
      await landed();
    },
  };
}
