import { type Client, errors } from "cassandra-driver";
import { expect, it } from "vitest";
import { changeSchema } from "./cassandra-keyspace.js";

/** A client of one node that answers questions about its schema as told. */
function nodeThat(answers: (() => unknown)[]): Client {
  const host = { address: "127.0.0.1:9042" };
  const execute = async (query: string) => {
    if (query.includes("system.peers")) return { rows: [] };
    if (query.includes("system.local")) return { rows: [answers.shift()?.() ?? { schema_version: "new" }] };
    return { info: { queriedHost: host.address } };
  };
  return { execute, hosts: { get: () => host } } as unknown as Client;
}

it("a node that is too busy with a new schema to answer is asked again", async () => {
  const timedOut = () => {
    throw new errors.OperationTimedOutError("did not reply before timeout 2500 ms", "127.0.0.1:9042");
  };
  const left = [timedOut, timedOut];
  await changeSchema(nodeThat(left), ["CREATE TABLE t (k int PRIMARY KEY)"]);
  expect(left).toEqual([]);
});

it("one that may not be asked is not asked again", async () => {
  const refused = () => {
    throw new errors.AuthenticationError("no");
  };
  await expect(changeSchema(nodeThat([refused]), ["CREATE TABLE t (k int PRIMARY KEY)"])).rejects.toThrow();
});

it("several statements are done at one node, and nodes have to agree only on what came of all", async () => {
  const asked: { query: string; host: string | undefined }[] = [];
  const hosts = [{ address: "127.0.0.1:9042" }, { address: "127.0.0.2:9042" }];
  const execute = async (query: string, _: unknown, { host }: { host?: { address: string } }) => {
    asked.push({ query, host: host?.address });
    if (query.includes("system.")) return { rows: [{ schema_version: "new" }] };
    return { info: { queriedHost: host?.address ?? hosts[1]?.address } };
  };
  const get = (address: string) => hosts.find((host) => host.address === address);
  await changeSchema({ execute, hosts: { get } } as unknown as Client, ["CREATE TABLE a", "CREATE TABLE b"]);
  expect(asked.filter(({ query }) => query.startsWith("CREATE"))).toEqual([
    { query: "CREATE TABLE a", host: undefined },
    { query: "CREATE TABLE b", host: "127.0.0.2:9042" },
  ]);
  expect(asked.filter(({ query }) => query.includes("system.local"))).toEqual([
    { query: expect.any(String), host: "127.0.0.2:9042" },
  ]);
});
