import { expect, test } from "vitest";
import { AppError } from "../errors/app-error.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { untilAvailable } from "./until-available.js";

const never = new AbortController().signal;

test("a step that fails with what passes is done again, and that is said", async () => {
  const logger = createRecordingLogger();
  let tries = 0;
  const result = await untilAvailable("all of it", { logger, signal: never }, async () => {
    tries += 1;
    if (tries < 3) throw new AppError("UNAVAILABLE", "not yet");
    return tries;
  });
  expect(result).toBe(3);
  const said = logger.lines.map(({ message }) => message);
  expect(said).toEqual(["waiting for the engines, to start all of it", "the engines, to start all of it: there now"]);
});

test("what does not pass is thrown at once", async () => {
  const refused = new AppError("CONFIG_INVALID", "no such datacenter");
  const step = () => Promise.reject(refused);
  await expect(untilAvailable("x", { logger: createRecordingLogger(), signal: never }, step)).rejects.toBe(refused);
});

test("waiting ends when the process does", async () => {
  const stop = new AbortController();
  const waiting = untilAvailable("x", { logger: createRecordingLogger(), signal: stop.signal }, async () => {
    stop.abort();
    throw new AppError("UNAVAILABLE", "not yet");
  });
  await expect(waiting).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
