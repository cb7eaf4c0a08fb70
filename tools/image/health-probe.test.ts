import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

const server = createServer(({ url }, response) => {
  response.writeHead(url === "/healthz/ready" ? 200 : 503).end('{"ready":"so it says"}');
});
let address = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

function probe(url: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["deploy/health-probe.mjs", url], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

test("the probe ends with 0 when a process is ready", async () => {
  expect((await probe(`${address}/healthz/ready`)).code).toBe(0);
});

test("with 1, and what the process says, when it is not", async () => {
  expect(await probe(`${address}/other`)).toEqual({ code: 1, output: expect.stringContaining("so it says") });
});

test("with 1 when nobody is there", async () => {
  // Port 1 is nobody's.
  expect(await probe("http://127.0.0.1:1/")).toEqual({ code: 1, output: expect.stringContaining("ECONNREFUSED") });
});
