// Finds films, then prints ratings as they happen: node examples/dist/apollo-client/main.js [http://127.0.0.1:4000] [a title]
import WebSocket from "ws";
import { RatingFeedDocument, SearchMoviesDocument } from "../generated/graphql.js";
import { createApolloClient } from "./create-apollo-client.js";

const [server = "http://127.0.0.1:4000", title = "matrix"] = process.argv.slice(2);
const client = createApolloClient({
  url: `${server}/graphql`,
  webSocketImpl: WebSocket,
  onGap: (reason) => console.error(`something may have been missed: ${reason}`),
});

const { data } = await client.query({ query: SearchMoviesDocument, variables: { query: title } });
console.log(JSON.stringify(data?.searchMovies.nodes));

client.subscribe({ query: RatingFeedDocument }).subscribe({
  next: ({ data }) => console.log(JSON.stringify(data?.ratingFeed)),
  error: (error) => {
    console.error(String(error));
    process.exit(1);
  },
});
