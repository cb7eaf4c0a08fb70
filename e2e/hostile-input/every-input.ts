// Every place where the schema takes a value from a client, and what does not belong there.
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { describe, expect, test } from "vitest";
import type { TestEnvironment } from "../environment/open-environment.js";
import { RawSocket } from "../environment/raw-socket.js";
import { expectCoded, expectHarmless, expectNothingInside } from "./expect-harmless.js";
import { hiddenTexts, welcomeTexts } from "./hostile-texts.js";
import type { World } from "./world.js";

type Values = Record<string, unknown>;

/** Arguments with which a field does no harm to the rest of the story; of fields that are not here, none. */
const FINE: Record<string, (world: World) => Values> = {
  movie: ({ movieId }) => ({ id: movieId }),
  movieByExternalId: () => ({ source: "imdb", id: "tt0" }),
  review: ({ reviewId }) => ({ id: reviewId }),
  user: ({ user }) => ({ id: user.id }),
  searchMovies: () => ({ query: "one", filter: {} }),
  movies: () => ({ filter: {} }),
  register: () => ({ input: { name: "x", email: "x", password: "x" } }),
  signIn: () => ({ input: { email: "x", password: "x" } }),
  refreshSession: () => ({ refreshToken: "x" }),
  signOut: () => ({ refreshToken: "x" }),
  rateMovie: ({ movieId }) => ({ input: { movieId, score: 5 } }),
  removeRating: ({ movieId }) => ({ input: { movieId } }),
  submitReview: ({ movieId }) => ({ input: { movieId, text: "x" } }),
  deleteReview: () => ({ input: { reviewId: "review.e30" } }),
  voteReview: () => ({ input: { reviewId: "review.e30", helpful: true } }),
  upsertMovie: () => ({ input: { title: "x" } }),
  dataset: () => ({ id: "x" }),
  importDataset: () => ({ input: { id: "x" } }),
  cancelImport: () => ({ input: { id: "x" } }),
  deleteDataset: () => ({ input: { id: "x" } }),
  importProgress: () => ({ id: "x" }),
  ratingSummaryChanged: ({ movieId }) => ({ movieId }),
};

const BAD: readonly (readonly [what: string, value: unknown])[] = [
  ["null", null],
  ["an object", { __proto__: null, toString: 1 }],
  ["a list of lists", [[["x"]]]],
  ["an empty list", []],
  ["true", true],
  ["a fraction", 7.5],
  ["-1", -1],
  ["2^53", 2 ** 53],
  ["1e300", 1e300],
  ["a text", "🎬\u0000"],
];

/** What is a text, but none that anybody expects: for places that take texts. */
const BAD_TEXTS: typeof BAD = [...welcomeTexts, ...hiddenTexts, ["nothing", ""], ["100 KB", "x".repeat(100_000)]];
const TEXTS: readonly string[] = ["ID", "String", "Cursor"];

interface Place {
  field: string;
  path: readonly string[];
  required: boolean;
  bad: typeof BAD;
}

/** A field's operation, with a variable for each of its arguments. */
interface Operation {
  text: string;
  places: Place[];
}

export function describeEveryInput(environment: TestEnvironment, world: () => World): void {
  const readSchema = async () => buildSchema(await (await fetch(`${world().server.url}/schema.graphql`)).text());

  describe("every input", () => {
    test.each(["query", "mutation"] as const)(
      "of a %s takes what does not belong there",
      async (type) => {
        const operations = operationsOf(await readSchema(), type);
        expect(operations.length).toBeGreaterThan(5);
        for (const { text, places } of operations) {
          for (const place of places) {
            await Promise.all(
              place.bad.map(async ([what, value]) => {
                const answer = await world().admin.client.send(text, variablesFor(world(), place, value));
                expectHarmless(world(), answer);
                if (value !== null || !place.required) return;
                const named = [place.field, ...place.path, what].join(" ");
                expect([named, answer.errors[0]?.extensions?.code]).toEqual([named, "BAD_USER_INPUT"]);
              }),
            );
          }
        }
      },
      120_000,
    );

    test("of a subscription takes what does not belong there", async () => {
      const operations = operationsOf(await readSchema(), "subscription");
      const socket = await RawSocket.begin(environment, world().server.url);
      for (const { text: query, places } of operations) {
        for (const place of places) {
          for (const [what, value] of place.bad) {
            const variables = variablesFor(world(), place, value);
            // A message that is too large ends its websocket, which is another story's.
            if (what === "100 KB") continue;
            const id = [place.field, ...place.path, what].join(" ");
            socket.send({ type: "subscribe", id, payload: { query, variables } });
            socket.send({ type: "subscribe", id: `${id}, then`, payload: { query: "{ __typename }" } });
            for (;;) {
              const message = await socket.next();
              if (message.type === "error") for (const error of message.payload as []) expectCoded(error);
              if (message.id === `${id}, then` && message.type === "complete") break;
            }
            socket.send({ type: "complete", id });
          }
        }
      }
      expectNothingInside(world(), socket.text);
    }, 60_000);
  });
}

function operationsOf(schema: GraphQLSchema, type: "query" | "mutation" | "subscription"): Operation[] {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.values(roots[type]?.getFields() ?? {})
    .filter(({ args }) => args.length > 0)
    .map(({ name, args, type: output }) => {
      const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(", ");
      const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
      return {
        text: `${type} (${declared}) { ${name}(${given}) ${selectionOf(getNamedType(output))} }`,
        places: args.flatMap((argument) => placesIn(name, [argument.name], argument.type)),
      };
    });
}

function selectionOf(type: GraphQLNamedOutputType): string {
  if (isLeafType(type)) return "";
  const faults = isObjectType(type) && "userErrors" in type.getFields() ? "userErrors { code message }" : "";
  return `{ __typename ${faults} }`;
}

function placesIn(field: string, path: string[], type: GraphQLInputType): Place[] {
  const required = isNonNullType(type);
  const inner = required ? type.ofType : type;
  const own = { field, path, required, bad: TEXTS.includes(String(inner)) ? [...BAD, ...BAD_TEXTS] : BAD };
  if (isListType(inner)) return [own, ...placesIn(field, [...path, "0"], inner.ofType)];
  if (!isInputObjectType(inner)) return [own];
  const fields = Object.values(inner.getFields());
  return [own, ...fields.flatMap(({ name, type: innerType }) => placesIn(field, [...path, name], innerType))];
}

function variablesFor(world: World, { field, path }: Place, value: unknown): Values {
  const variables: Values = structuredClone(FINE[field]?.(world) ?? {});
  let holder = variables;
  path.forEach((name, index) => {
    if (index < path.length - 1) holder[name] ??= path[index + 1] === "0" ? [] : {};
    else holder[name] = value;
    holder = holder[name] as Values;
  });
  return variables;
}
