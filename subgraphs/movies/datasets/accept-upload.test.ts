import { readdir } from "node:fs/promises";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptUploads } from "./accept-upload.js";
import { type DatasetFiles, datasetFiles } from "./dataset-files.js";
import type { Datasets } from "./follow-datasets.js";
import { ADMIN } from "./testing/open-test-datasets.js";

let folder: TempFolder;
beforeAll(async () => {
  folder = await openTempFolder();
});
afterAll(() => folder.close());

const datasets: Datasets = {
  find: () => null,
  list: () => [],
  listen: () => () => {},
  shows: async () => true,
  async caughtUp() {},
  async close() {},
};
const away = { append: () => Promise.reject(new AppError("UNAVAILABLE", "The log is away.")) } as unknown as EventLog;

const upload = (files: DatasetFiles, body: AsyncIterable<Uint8Array> = pieces()) =>
  acceptUploads({ datasets, files, log: away, clock: systemClock, maxFileBytes: 1_000_000 }).upload({
    ...{ dataset: "d", file: "a.csv", bytes: null, body, viewer: ADMIN, requestId: "test" },
  });

async function* pieces() {
  for (let piece = 0; piece < 3; piece += 1) yield Buffer.alloc(1_000, "x");
}

const left = async () =>
  (await readdir(folder.path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());

test.each(["ENOSPC", "EDQUOT"])("a full disk (%s) is 507, and nothing is left behind", async (code) => {
  const real = datasetFiles(folder.path, systemClock);
  const full: DatasetFiles = {
    ...real,
    async begin() {
      const file = await real.begin();
      let written = 0;
      return {
        write: (chunk) =>
          ++written > 1 ? Promise.reject(Object.assign(new Error("full"), { code })) : file.write(chunk),
        keep: (...name) => file.keep(...name),
        discard: () => file.discard(),
      };
    },
  };
  await expect(upload(full)).rejects.toMatchObject({ status: 507, code: "UNAVAILABLE" });
  expect(await left()).toEqual([]);
});

test("a log that is away leaves no file that nobody hears of", async () => {
  await expect(upload(datasetFiles(folder.path, systemClock))).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(await left()).toEqual([]);
});
