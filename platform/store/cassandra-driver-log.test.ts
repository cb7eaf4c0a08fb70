import { EventEmitter } from "node:events";
import type { Client } from "cassandra-driver";
import { expect, test } from "vitest";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createDriverLogRelay } from "./cassandra-driver-log.js";

test("what clients that follow one another all say is told once", () => {
  const logger = createRecordingLogger();
  const relay = createDriverLogRelay(logger);
  for (const port of [1, 2, 3]) {
    const client = new EventEmitter();
    relay(client as unknown as Client);
    client.emit("log", "warning", "ControlConnection", `There was an error at 127.0.0.1:${port}`);
  }
  expect(logger.lines.map(({ message }) => message)).toEqual(["cassandra-driver: There was an error at 127.0.0.1:1"]);
});
