import { AppError } from "@marquee/platform/errors/app-error.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createSubgraphEndpoint, type EndpointRequest } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { SubgraphEndpoint, SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import { FakeFeed, type FakeFeedPayload } from "./fake-feed.js";

interface Context {
  request: EndpointRequest;
}

export interface FakeSubgraphs {
  endpoints: Record<SubgraphName, SubgraphEndpoint>;
  feed: FakeFeed;
  /** Requests executed, by subgraph: subscriptions are not among them. */
  requests: Record<SubgraphName, SubgraphRequest[]>;
  /** What a subgraph does instead of answering, while it is set. */
  failures: Partial<Record<SubgraphName, () => Promise<never>>>;
  /** Called before every item of every reader of the feed. */
  beforeItem: { current?: () => Promise<void> };
}

const TITLES: Record<string, string> = { "1": "Metropolis", "2": "The Kid", "3": "Nosferatu" };

/** Subgraphs with the real schemas and little behind them: three movies, anybody as user, ratings from a feed in memory. */
export function createFakeSubgraphs(): FakeSubgraphs {
  const feed = new FakeFeed();
  const requests: FakeSubgraphs["requests"] = { movies: [], reviews: [], ratings: [], accounts: [] };
  const failures: FakeSubgraphs["failures"] = {};
  const beforeItem: FakeSubgraphs["beforeItem"] = {};

  function endpoint(name: SubgraphName, resolvers: object): SubgraphEndpoint {
    const real = createSubgraphEndpoint<Context>({
      name,
      typeDefs: readGraphqlFile(`${name}.graphql`),
      resolvers,
      createContext: (request) => ({ request }),
      logger: silentLogger,
    });
    return {
      async execute(request) {
        requests[name].push(request);
        await failures[name]?.();
        return real.execute(request);
      },
      subscribe: (request) => real.subscribe(request),
    };
  }

  const read = (request: EndpointRequest, args: FeedArguments, progress: boolean) =>
    feed.read({
      after: request.after ?? args.after ?? undefined,
      signal: request.signal,
      progress,
      accepts: (event) => args.movieId == null || event.movieId === args.movieId,
      ...(beforeItem.current === undefined ? {} : { beforeItem: beforeItem.current }),
    });
  return {
    feed,
    requests,
    failures,
    beforeItem,
    endpoints: {
      movies: endpoint("movies", moviesResolvers),
      reviews: endpoint("reviews", {
        Movie: { __resolveReference: byId, reviews: () => null },
        Query: { statistics: () => ({ reviews: 0 }) },
      }),
      ratings: endpoint("ratings", ratingsResolvers(read)),
      accounts: endpoint("accounts", accountsResolvers),
    },
  };
}

interface FeedArguments {
  movieId?: string | null;
  after?: string | null;
}

const byId = ({ id }: { id: string }) => ({ id });
const movie = (id: string) => (TITLES[id] === undefined ? null : { id, title: TITLES[id], genres: [] });
const noNode = { Node: { __resolveType: () => null } };

const moviesResolvers = {
  ...noNode,
  Movie: { __resolveReference: ({ id }: { id: string }) => movie(id) },
  Query: {
    movie: (_: unknown, { id }: { id: string }) => movie(id),
    movies: (_: unknown, { first }: { first: number }) => {
      const nodes = Object.keys(TITLES).slice(0, first).map(movie);
      return { nodes, edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } };
    },
    searchMovies: (_: unknown, { query }: { query: string }) => {
      if (query === "boom") throw new Error("password of the database: hunter2");
      throw new AppError("CURSOR_INVALID", "This cursor was not given out for this list.");
    },
    statistics: () => ({ movies: 3 }),
  },
  Mutation: {
    upsertMovie: (_: unknown, _args: unknown, { request }: Context) => {
      if (request.viewer === null) throw new AppError("UNAUTHENTICATED", "Sign in to change movies.");
      return { movie: null, userErrors: [{ code: "FORBIDDEN", message: request.viewer.roles.join() }] };
    },
  },
};

const accountsResolvers = {
  ...noNode,
  User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `User ${id}` }) },
  Query: {
    user: (_: unknown, { id }: { id: string }) => ({ id, name: `User ${id}` }),
    viewer: (_: unknown, _args: unknown, { request }: Context) =>
      request.viewer === null ? null : { id: request.viewer.userId, name: `User ${request.viewer.userId}` },
    statistics: () => ({ users: 2 }),
  },
  Mutation: { signIn },
};

/** Whoever says "right" is signed in. */
function signIn(_: unknown, { input }: { input: { email: string; password: string } }) {
  if (input.password !== "right") {
    return { session: null, userErrors: [{ code: "WRONG_CREDENTIALS", message: "Not that one." }] };
  }
  const session = { accessToken: "a", expiresAt: "2030-01-01T00:00:00Z", refreshToken: "r", user: { id: input.email } };
  return { session, userErrors: [] };
}

const SUMMARY = { count: 1, average: 8, histogram: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], popularityScore: 1, cursor: "c" };

function ratingsResolvers(
  read: (request: EndpointRequest, args: FeedArguments, progress: boolean) => AsyncIterable<FeedItem<FakeFeedPayload>>,
) {
  const subscribe =
    (progress: boolean) =>
    (_: unknown, args: FeedArguments, { request }: Context) =>
      read(request, args, progress);
  return {
    ...noNode,
    Movie: {
      __resolveReference: byId,
      ratingSummary: () => SUMMARY,
      viewerRating: ({ id }: { id: string }, _args: unknown, { request }: Context) =>
        request.viewer === null
          ? null
          : { id: `${id}:${request.viewer.userId}`, score: 9, ratedAt: "2026-01-01T00:00:00Z" },
    },
    User: { __resolveReference: byId },
    RatingFeedItem: {
      __resolveType: (item: { kind?: string }) => (item.kind === undefined ? "FeedProgress" : "RatingEvent"),
    },
    Query: { statistics: () => ({ ratings: 1, averageScore: 8 }) },
    Subscription: {
      ratingFeed: {
        subscribe: subscribe(true),
        resolve: ({ payload, feed }: FeedItem<FakeFeedPayload>) =>
          payload.type === "progress"
            ? { live: payload.live, cursor: feed.cursor }
            : {
                cursor: feed.cursor,
                eventId: payload.eventId,
                kind: "ADDED",
                movie: { id: payload.movieId },
                user: { id: payload.userId },
                score: payload.score,
                ratedAt: "2026-01-01T00:00:00Z",
                summary: SUMMARY,
              },
      },
      ratingAdded: {
        subscribe: subscribe(false),
        resolve: ({ payload }: FeedItem<FakeFeedPayload>) =>
          payload.type === "progress"
            ? null
            : {
                id: payload.eventId,
                movie: { id: payload.movieId },
                user: { id: payload.userId },
                score: payload.score,
                ratedAt: "2026-01-01T00:00:00Z",
              },
      },
    },
  };
}
