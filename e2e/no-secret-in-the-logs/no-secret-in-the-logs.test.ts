import { once } from "node:events";
import { beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openLiveSocket } from "../environment/live-socket.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { ADMIN, openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
let server: Server;

beforeAll(async () => {
  server = await startAllInOne(environment, { DATA_DIR: await environment.folder(), LOG_LEVEL: "debug" });
}, 60_000);

async function post(body: unknown, headers: Record<string, string> = {}, query = "") {
  const response = await fetch(`${server.url}/graphql${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a query gives is for the test to know
  return (await response.json()) as any;
}

test("whatever place a secret is sent in, no log line and no metric holds it, though every operation has its line", async () => {
  const session = "{ session { accessToken refreshToken } userErrors { message } }";
  const input = { name: "ann", email: "ann-secret-1@example.com", password: "secret-2 of ann" };
  const registered = await post({
    query: `mutation Joining($input: RegisterInput!) { register(input: $input) ${session} }`,
    variables: { input },
  });
  const { accessToken, refreshToken } = registered.data.register.session;
  const bearer = { authorization: `Bearer ${accessToken}` };
  const signIn = (password: string) =>
    post({ query: `mutation { signIn(input: { email: "${input.email}", password: "${password}" }) ${session} }` });
  const signedIn = (await signIn(input.password)).data.signIn.session;
  await signIn("secret-3 wrong");
  await post({ query: "query Viewing { viewer { name } }" }, { ...bearer, cookie: "sid=secret-4" });
  await post({ query: "{ viewer { name } }" }, { authorization: "Bearer secret-5" });
  await post({ query: "{ viewer { name } }" }, { authorization: "Basic c2VjcmV0LTY=", "x-api-key": "secret-7" });
  await post({ query: "{ statistics { movies } }" }, {}, "?token=secret-8");
  await fetch(`${server.url}/graphql?access_token=secret-9&query=${encodeURIComponent("{ nothing }")}`);
  await fetch(`${server.url}/nowhere/secret-10?password=secret-11`);
  await post({ query: `mutation { refreshSession(refreshToken: "${refreshToken}") ${session} }` });
  await post({ query: `mutation { refreshSession(refreshToken: "${refreshToken}") ${session} }` });
  await post({ query: 'mutation { signIn(input: { email: "secret-12", pass: "secret-13" }) { nothing } }' });
  await post({ query: 'mutation { signIn(input: { email: "secret-14' });
  await post('{"query": "secret-15');
  await post({
    query: `mutation ($input: SignInInput!) { signIn(input: $input) ${session} }`,
    variables: { input: "secret-16" },
  });
  await post({ query: "{ statistics { movies } }", extensions: { token: "secret-17" }, operationName: "secret-18" });
  const socket = openLiveSocket(server.url, "secret-19");
  socket.subscribe({ query: "{ viewer { name } }" }, { next() {}, end() {} });
  await socket.closed;
  const address = `${server.url.replace("http", "ws")}/graphql?token=secret-20`;
  const raw = new WebSocket(address, "graphql-transport-ws", { headers: { cookie: "sid=secret-21" } });
  await once(raw, "open");
  raw.close(1000, "secret-22");
  await once(raw, "close");

  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  await server.process.end("SIGTERM");
  const logged = `${server.process.output.stderr}\n${server.process.output.stdout}\n${metrics}`;
  const secrets = [accessToken, refreshToken, signedIn.accessToken, signedIn.refreshToken, ADMIN.password];
  for (const secret of secrets) expect(logged).not.toContain(secret);
  expect(logged.match(/.*(secret-\d|c2VjcmV0).*/g) ?? []).toEqual([]);

  const lines = server.process.output.stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  for (const operation of ["Joining", "Viewing"]) {
    expect(lines.filter((line) => line.operation === operation)).toEqual([
      expect.objectContaining({ msg: "operation", durationMs: expect.any(Number), codes: [] }),
    ]);
  }
  expect(lines.flatMap((line) => line.codes ?? [])).toEqual(
    expect.arrayContaining(["UNAUTHENTICATED", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"]),
  );
}, 60_000);
