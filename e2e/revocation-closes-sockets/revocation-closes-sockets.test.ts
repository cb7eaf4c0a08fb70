import { beforeAll, expect, test } from "vitest";
import { GraphqlClient } from "../environment/graphql-client.js";
import { openLiveSocket } from "../environment/live-socket.js";
import { startSplit } from "../environment/split-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
let client: GraphqlClient;
let url: string;

interface Session {
  accessToken: string;
  refreshToken: string;
}

const SESSION = "{ session { accessToken refreshToken } }";

beforeAll(async () => {
  const { gateway } = await startSplit(environment, { WS_SESSION_CHECK_MS: "50" });
  url = gateway.url;
  client = new GraphqlClient({ url, dispatcher: environment.agent });
}, 60_000);

async function register(name: string): Promise<Session> {
  const input = { name, email: `${name}@example.com`, password: `password of ${name}` };
  const query = `mutation ($input: RegisterInput!) { payload: register(input: $input) ${SESSION} }`;
  return (await client.request<{ payload: { session: Session } }>(query, { input })).payload.session;
}

async function refresh(token: string): Promise<Session | null> {
  const query = `mutation ($token: String!) { payload: refreshSession(refreshToken: $token) ${SESSION} }`;
  return (await client.request<{ payload: { session: Session | null } }>(query, { token })).payload.session;
}

/** A socket that listens: resolves once its feed has begun. */
async function listen(accessToken: string) {
  const socket = openLiveSocket(url, accessToken);
  environment.onDispose(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.subscribe({ query: "subscription { ratingFeed { __typename } }" }, { next: () => resolve(), end: reject });
  }).catch(() => {});
  return socket;
}

test("signing out closes the session's sockets at a gateway in another process, and no others", async () => {
  const [ann, ben] = [await register("ann"), await register("ben")];
  const [socket, other] = [await listen(ann.accessToken), await listen(ben.accessToken)];
  await client.request("mutation ($token: String!) { signOut(refreshToken: $token) }", { token: ann.refreshToken });
  expect(await socket.closed).toEqual({ code: 4403, reason: "The session has ended; sign in again." });
  // The access token itself has not expired: a socket that is opened with it again is closed again.
  expect(await (await listen(ann.accessToken)).closed).toMatchObject({ code: 4403 });
  await client.request("mutation ($token: String!) { signOut(refreshToken: $token) }", { token: ben.refreshToken });
  expect(await other.closed).toMatchObject({ code: 4403, reason: "The session has ended; sign in again." });
});

test("a refreshed session keeps its sockets; a refresh token that is used twice closes them", async () => {
  const first = await register("cleo");
  const socket = await listen(first.accessToken);
  const second = await refresh(first.refreshToken);
  const later = await listen(second?.accessToken ?? "");
  expect(await refresh(first.refreshToken)).toBeNull();
  expect(await Promise.all([socket.closed, later.closed])).toMatchObject([{ code: 4403 }, { code: 4403 }]);
});
