// A small federated subgraph with everything an endpoint has to run: an entity, a loader, failures and a feed.
import DataLoader from "dataloader";
import { AppError } from "../errors/app-error.js";
import type { EndpointRequest } from "../subgraph/create-subgraph-endpoint.js";
import type { FeedItem } from "../subgraph/feed-item.js";
import type { FeedExtensions } from "../subgraph/subgraph-endpoint.js";
import { createItemSource, type ItemSource } from "./item-source.js";

export const filmTypeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Upper
  type Film @key(fields: "id") { id: ID! title: Upper }
  type Query { viewer: String film(id: ID!): Film fail(code: String!): String }
  type Mutation { rename(title: String!): String }
  type Subscription { filmAdded(refuse: String): Film! }
`;

export interface FilmContext {
  request: EndpointRequest;
  titles: DataLoader<string, string>;
}

export interface FilmSubgraph {
  readonly typeDefs: string;
  readonly resolvers: object;
  createContext(request: EndpointRequest): FilmContext;
  readonly source: ItemSource<FeedItem<{ id: string }>>;
  /** Every batch of ids that titles were loaded for. */
  readonly loads: string[][];
  readonly requests: EndpointRequest[];
}

export function createFilmSubgraph(): FilmSubgraph {
  const source = createItemSource<FeedItem<{ id: string }>>();
  const loads: string[][] = [];
  const requests: EndpointRequest[] = [];

  function fail(code: string): never {
    if (code === "FOREIGN") throw new Error("password of the database: hunter2");
    throw new AppError(code as AppError["code"], `failed with ${code}`);
  }

  return {
    typeDefs: filmTypeDefs,
    source,
    loads,
    requests,
    resolvers: {
      Upper: { serialize: (value: unknown) => String(value).toUpperCase() },
      Film: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        title: ({ id }: { id: string }, _args: unknown, context: FilmContext) => context.titles.load(id),
      },
      Query: {
        viewer: (_: unknown, _args: unknown, { request }: FilmContext) => request.viewer?.userId ?? null,
        film: (_: unknown, { id }: { id: string }) => ({ id }),
        fail: (_: unknown, { code }: { code: string }) => fail(code),
      },
      Mutation: { rename: (_: unknown, { title }: { title: string }) => title },
      Subscription: {
        filmAdded: {
          subscribe: (_: unknown, { refuse }: { refuse?: string | null }, { request }: FilmContext) =>
            refuse == null ? source.items(request.signal) : fail(refuse),
          resolve: (item: FeedItem) => item.payload,
        },
      },
    },
    createContext(request) {
      requests.push(request);
      const titles = new DataLoader<string, string>(async (ids) => {
        loads.push([...ids]);
        return ids.map((id) => (id === "bad" ? new Error("no title") : `title of ${id}`));
      });
      return { request, titles };
    },
  };
}

export function filmAdded(id: string, feed: Partial<FeedExtensions> = {}): FeedItem<{ id: string }> {
  return {
    payload: { id },
    feed: { cursor: `c-${id}`, eventId: `e-${id}`, positions: [[0, 1, 1]], live: true, ...feed },
  };
}
