import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { openTempFolder } from "@marquee/platform/testing/temp-folder.js";
import { createMoviesSubgraph } from "../../app.js";
import { openEmbeddedMovieStores } from "../../store/embedded-movie-stores.js";
import { claimAlone } from "../claim-run.js";
import { type FakeLoader, fakeLoader } from "./fake-loader.js";

export const ADMIN: Viewer = { userId: "admin", roles: ["USER", "ADMIN"], expiresAt: Number.MAX_SAFE_INTEGER };
export const USER: Viewer = { ...ADMIN, userId: "user", roles: ["USER"] };

const FIELDS = "id kind state bytes progress error files { name bytes } rows { read accepted rejected } cursor";

export interface TestDatasets {
  readonly loader: FakeLoader;
  readonly log: EventLog;
  readonly uploads: UploadEndpoint;
  /** Paths below the folder of datasets, of files alone. */
  stored(): Promise<string[]>;
  upload(dataset: string, file: string, content?: string): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: what a query gives is for the test to know
  run(query: string, variables?: Record<string, unknown>, viewer?: Viewer | null): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  ask(mutation: "importDataset" | "cancelImport" | "deleteDataset", input: object): Promise<any>;
  /** Follows importProgress until a state is told, or the load process is heard of, and gives every item up to it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  until(id: string, state: string, options?: { after?: string; viewer?: Viewer | null }): Promise<any[]>;
  /** The subgraph ends, and another one comes over the same log and files. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The subgraph on embedded engines, with a program of the test in place of the loaders'. */
export async function openTestDatasets(options: { maxFileBytes?: number } = {}): Promise<TestDatasets> {
  const temp = await openTempDatabase();
  const folder = await openTempFolder();
  const log = await openEmbeddedEventLog({ database: temp.database, partitions: 2, clock: systemClock });
  const stores = await openEmbeddedMovieStores(temp.database);
  const fake = join(folder.path, "fake");
  await mkdir(fake);
  await mkdir(join(folder.path, "datasets"));
  const loader = fakeLoader(fake);
  const start = (): Promise<Subgraph> =>
    createMoviesSubgraph({
      ...{ stores, log, clock: systemClock, logger: createRecordingLogger(), metrics: createMetrics() },
      cursors: createCursorSigner(["k".repeat(32)]),
      datasets: {
        ...{ folder: join(folder.path, "datasets"), maxFileBytes: options.maxFileBytes ?? 1_000_000 },
        ...{ load: loader.load, claim: claimAlone },
      },
    });
  let subgraph = await start();
  const uploads: UploadEndpoint = {
    upload: (request) => subgraph.uploads?.upload(request) ?? Promise.reject(new Error("no files are taken")),
  };
  const run: TestDatasets["run"] = (query, variables = {}, viewer = ADMIN) =>
    subgraph.endpoint.execute({ query, variables, viewer, requestId: "test" });
  return {
    ...{ loader, log, uploads, run },
    async stored() {
      const entries = await readdir(join(folder.path, "datasets"), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(folder.path.length + "/datasets/".length))
        .sort();
    },
    upload: (dataset, file, content = "userId,movieId\n") =>
      uploads.upload({
        ...{ dataset, file, bytes: null, viewer: ADMIN, requestId: "test" },
        body: (async function* () {
          yield Buffer.from(content);
        })(),
      }),
    async ask(mutation, input) {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation($input: ${type}!) { payload: ${mutation}(input: $input) { dataset { ${FIELDS} } userErrors { code field } } }`;
      const { data, errors } = await run(query, { input });
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data.payload;
    },
    async until(id, state, { after, viewer = ADMIN } = {}) {
      const items: unknown[] = [];
      const query = `subscription($id: ID!, $after: Cursor) { importProgress(id: $id, after: $after) { ${FIELDS} } }`;
      const feed = subgraph.endpoint.subscribe({ query, variables: { id, after }, viewer, requestId: "test" });
      for await (const { data, errors } of feed) {
        if (errors !== undefined) throw new Error(JSON.stringify(errors));
        const dataset = data?.importProgress as { state: string; progress: number | null };
        items.push(dataset);
        if (dataset.state === state || (state === "HEARD" && dataset.progress !== null)) break;
      }
      return items;
    },
    async restart() {
      await subgraph.close();
      subgraph = await start();
    },
    async close() {
      await subgraph.close();
      await log.close();
      await temp.close();
      await folder.close();
    },
  };
}
