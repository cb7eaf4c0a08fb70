import { systemClock } from "@marquee/platform/clock/clock.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { expect, inject, it } from "vitest";
import { openCassandraTitleRegistry } from "./open-cassandra-title-registry.js";
import { titleRegistryContract } from "./title-registry.contract.js";

async function start() {
  const cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("loaders")]);
  const temp = await openTempDatabase();
  const log = await openEmbeddedEventLog({ database: temp.database, partitions: 3, clock: systemClock });
  return {
    log,
    cassandra,
    // Short: some tests leave a registry as a killed process would.
    open: async () =>
      openCassandraTitleRegistry({ database: cassandra.database, log, clock: systemClock, leaseSeconds: 2 }),
    async close() {
      await log.close();
      await temp.close();
      await cassandra.close();
    },
  };
}

titleRegistryContract("cassandra", start, 12);

it("two loads at once come to one catalogue, and what one left half written the other finishes", async () => {
  const { log, cassandra, open, close } = await start();
  try {
    const [one, other] = [await open(), await open()];
    const film = (source: string, id: number) => ({
      type: "title" as const,
      ref: { source, id: String(id) },
      part: "films",
      facts: { title: `Film ${id}`, releaseYear: 1990 },
      sameAs: [],
    });
    const ids = Array.from({ length: 40 }, (_, id) => id);
    const load = async (registry: typeof one, source: string) => {
      for (let from = 0; from < ids.length; from += 10) {
        const prepared = await registry.prepare(
          source,
          ids.slice(from, from + 10).map((id) => film(source, id)),
        );
        if (prepared.messages.length > 0) await log.append(TOPICS.movies, prepared.messages);
        await prepared.commit();
      }
    };
    await Promise.all([load(one, "imdb"), load(other, "netflix")]);
    const found = await one.find(ids.flatMap((id) => [film("imdb", id).ref, film("netflix", id).ref]));
    expect(new Set(found.map((movie) => movie?.movieId)).size).toBe(40);

    const prepared = await one.prepare("imdb", [film("imdb", 100)]);
    const { write } = cassandra.database;
    let writes = 0;
    cassandra.database.write = async (mutations) => {
      writes += 1;
      // The journal's two, and then nothing more.
      if (writes > 2) throw new Error("killed");
      return write.call(cassandra.database, mutations);
    };
    await expect(prepared.commit()).rejects.toThrow("killed");
    cassandra.database.write = write;
    expect(await other.find([film("imdb", 100).ref])).toEqual([null]);
    await (await other.prepare("netflix", [])).discard();
    expect(await other.find([film("imdb", 100).ref])).toMatchObject([{ movieId: "imdb:100" }]);
  } finally {
    await close();
  }
});
