import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import type { TestEnvironment } from "../environment/open-environment.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { makeSigningKey, type SigningKey } from "./access-tokens.js";

/** The limits that are other than usual, so that texts of 1 MB come through to whoever checks them. */
export const MAX_BODY_BYTES = 4 * 2 ** 20;
export const MAX_MESSAGE_BYTES = 65_536;
export const MAX_OPERATIONS = 50;

/** What stands in the one process that all of it is thrown at. */
export interface World {
  server: Server;
  dataDir: string;
  /** What its access tokens are signed with. */
  key: SigningKey;
  anonymous: GraphqlClient;
  user: Person;
  stranger: Person;
  admin: Person;
  movieId: string;
  otherMovieId: string;
  reviewId: string;
  /** Good ones, by what they were given out for. */
  cursors: { movies: string; ratings: string; reviews: string; summary: string };
}

interface Cursors {
  movies: { pageInfo: { endCursor: string } };
  movie: {
    ratingSummary: { cursor: string };
    ratings: { pageInfo: { endCursor: string } };
    reviews: { nodes: { id: string }[]; pageInfo: { endCursor: string } };
  };
}

const WRITE = `mutation Write($id: ID!) {
  rateMovie(input: { movieId: $id, score: 7 }) { applied }
  submitReview(input: { movieId: $id, text: "Fine.", score: 7 }) { applied }
}`;

const CURSORS = `query Cursors($id: ID!) {
  movies(first: 1) { pageInfo { endCursor } }
  movie(id: $id) {
    ratingSummary { cursor }
    ratings(first: 1) { pageInfo { endCursor } }
    reviews(first: 1) { nodes { id } pageInfo { endCursor } }
  }
}`;

export async function startWorld(environment: TestEnvironment): Promise<World> {
  const key = makeSigningKey("the-server's");
  const dataDir = await environment.folder();
  const server = await startAllInOne(environment, {
    DATA_DIR: dataDir,
    JWT_KEYS: key.text,
    MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    WS_MAX_MESSAGE_BYTES: String(MAX_MESSAGE_BYTES),
    WS_MAX_OPERATIONS: String(MAX_OPERATIONS),
    WS_CONNECTION_INIT_TIMEOUT_MS: "300",
  });
  const anonymous = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  const admin = await signInAdmin(anonymous);
  const user = await register(anonymous, "user");
  const stranger = await register(anonymous, "stranger");
  const [movieId = "", otherMovieId = ""] = await addMovies(admin, [
    { title: "One", genres: ["Drama"] },
    { title: "Two", genres: ["Drama"] },
  ]);
  for (const id of [movieId, otherMovieId]) await user.client.request(WRITE, { id });
  const { movies, movie } = await anonymous.request<Cursors>(CURSORS, { id: movieId });
  return {
    server,
    dataDir,
    key,
    anonymous,
    user,
    stranger,
    admin,
    movieId,
    otherMovieId,
    reviewId: movie.reviews.nodes[0]?.id ?? "",
    cursors: {
      movies: movies.pageInfo.endCursor,
      ratings: movie.ratings.pageInfo.endCursor,
      reviews: movie.reviews.pageInfo.endCursor,
      summary: movie.ratingSummary.cursor,
    },
  };
}
