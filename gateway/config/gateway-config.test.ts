import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { SUBGRAPHS } from "@marquee/schema/graphql/subgraphs.js";
import { expect, test } from "vitest";
import { gatewayConfig } from "./gateway-config.js";

test("needs nothing; a subgraph's default address is the one that it has alone", () => {
  const config = parseConfig(gatewayConfig, {});
  expect([config.HOST, config.PORT]).toEqual(["127.0.0.1", 4000]);
  const urls = {
    movies: config.MOVIES_URL,
    reviews: config.REVIEWS_URL,
    ratings: config.RATINGS_URL,
    accounts: config.ACCOUNTS_URL,
  };
  expect(urls).toEqual(Object.fromEntries(SUBGRAPHS.map(({ name, url }) => [name, url])));
});

test("refuses what is no address", () => {
  expect(() => parseConfig(gatewayConfig, { MOVIES_URL: "movies:4001" })).toThrow(/MOVIES_URL/);
});
