// Finds films, then prints ratings as they happen: node examples/dist/urql/main.js [http://127.0.0.1:4000] [a title]
import WebSocket from "ws";
import { RatingFeedDocument, SearchMoviesDocument } from "../generated/graphql.js";
import { createUrqlClient } from "./create-urql-client.js";

const [server = "http://127.0.0.1:4000", title = "matrix"] = process.argv.slice(2);
const client = createUrqlClient({
  url: `${server}/graphql`,
  webSocketImpl: WebSocket,
  onGap: (reason) => console.error(`something may have been missed: ${reason}`),
});

const { data, error } = await client.query(SearchMoviesDocument, { query: title });
if (error !== undefined) throw error;
console.log(JSON.stringify(data?.searchMovies.nodes));

client.subscription(RatingFeedDocument, {}).subscribe(({ data, error }) => {
  if (error !== undefined) console.error(String(error));
  if (data === undefined) process.exit(1);
  console.log(JSON.stringify(data.ratingFeed));
});
