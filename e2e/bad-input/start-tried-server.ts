import { afterAll, beforeAll, expect } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { type Answer, GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment, type TestEnvironment } from "../environment/test-environment.js";
import { makeTokenKey, type TokenKey } from "./mint-token.js";

/** A running server whose patience is tried, with somebody to try it. Filled before the first test. */
export interface TriedServer {
  environment: TestEnvironment;
  /** Signs access tokens that the server takes. */
  key: TokenKey;
  server: Server;
  client: GraphqlClient;
  admin: Person;
  ann: Person;
  movieId: string;
  otherMovieId: string;
  /** The answer is a coded refusal in words for a person, and the server answers on. */
  expectRefusal(answer: Answer<unknown>, status: number, code: string, words: RegExp): Promise<void>;
}

/** Call it at the top of a file. At the end nothing that a client sent may have been logged as an error of ours. */
export function startTriedServer(): TriedServer {
  const environment = openTestEnvironment();
  const key = makeTokenKey();
  const tried = { environment, key, expectRefusal } as TriedServer;

  async function expectRefusal(answer: Answer<unknown>, status: number, code: string, words: RegExp): Promise<void> {
    expect({ status: answer.status, code: answer.errors[0]?.extensions?.code, text: answer.text }).toEqual({
      status,
      code,
      text: expect.not.stringMatching(/node_modules|\.[jt]s:\d|SQLITE|stacktrace/),
    });
    expect(answer.errors[0]?.message).toMatch(words);
    expect(await tried.client.request("{ statistics { movies } }")).toEqual({ statistics: { movies: 2 } });
  }

  beforeAll(async () => {
    tried.server = await startAllInOne(environment, {
      DATA_DIR: await environment.folder(),
      JWT_KEYS: key.jwtKeys,
      WS_CONNECTION_INIT_TIMEOUT_MS: "200",
      WS_MAX_OPERATIONS: "3",
    });
    tried.client = new GraphqlClient({ url: tried.server.url, dispatcher: environment.agent });
    tried.admin = await signInAdmin(tried.client);
    tried.ann = await register(tried.client, "ann");
    const movies = await addMovies(tried.admin, [{ title: "Metropolis" }, { title: "Nosferatu" }]);
    [tried.movieId = "", tried.otherMovieId = ""] = movies;
  }, 60_000);

  afterAll(() => {
    const errors = tried.server.process.output.stderr.split("\n").filter((line) => line.includes('"level":50'));
    expect(errors).toEqual([]);
  });
  return tried;
}
