import type { CqlDatabase, CqlMutation } from "@marquee/platform/store/cql-database.js";

/** A database that remembers what was written through it. */
export function recordingDatabase(database: CqlDatabase): { database: CqlDatabase; mutations: CqlMutation[] } {
  const mutations: CqlMutation[] = [];
  return {
    mutations,
    database: {
      ...database,
      async write(written) {
        mutations.push(...written);
        await database.write(written);
      },
    },
  };
}
