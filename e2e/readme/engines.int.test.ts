// What the README tells somebody to type who wants Marquee on real engines, typed. The set has a name of its own, so that a set that
// stands on the machine is left alone; tables and topics are of this run.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { openTestEnvironment } from "../environment/test-environment.js";
import { commandsBelow } from "./readme-blocks.js";

const SET = `readme-${process.pid}`;
const root = fileURLToPath(new URL("../..", import.meta.url));
const environment = openTestEnvironment();
const run = promisify(execFile);

const [start = "", marquee = "", stop = ""] = commandsBelow("On Cassandra and Kafka");
const ownSet = (command: string) => command.replace(/(npm run (?:-s )?engines -- \w+)/, `$1 --name ${SET}`);
const type = (command: string) => run("bash", ["-c", ownSet(command)], { cwd: root });

afterAll(async () => {
  await type(stop);
}, 60_000);

test("real engines are started, served from and stopped by the commands that it names", async () => {
  const { stderr: began } = await type(start);
  expect(began).toMatch(/run Marquee on it with/);
  const child = spawn("bash", ["-c", `exec ${ownSet(marquee)}`], {
    cwd: root,
    env: { ...process.env, PORT: "0", SAMPLE_DATA: "off", DATA_DIR: await environment.folder() },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const [, address] = /GraphQL +(http:\S+)\/graphql/.exec(said) ?? [];
        if (address !== undefined && said.includes("Marquee is ready")) resolve(address);
      });
      child.once("close", () => reject(new Error(`Marquee ended: ${said}`)));
    });
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{ "query": "{ statistics { movies users ratings } }" }',
    });
    expect(await answer.json()).toMatchObject({ data: { statistics: { movies: 0, ratings: 0 } } });
  } finally {
    // npm and what it starts are ended together.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    if (child.exitCode === null) await once(child, "close");
  }
  const { stderr: ended } = await type(stop);
  expect(ended).toMatch(/stopped cassandra 1, kafka 1/);
}, 300_000);

test("a broker alone is waited for as well", async () => {
  const { stderr: began } = await type("npm run engines -- start --cassandra 0 --kafka 1");
  expect(began).toMatch(/kafka 1: ready/);
  expect((await type(stop)).stderr).toMatch(/stopped kafka 1/);
}, 120_000);
