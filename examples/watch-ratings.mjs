// Prints every rating as it happens, and misses none: when the connection breaks it goes on behind the last cursor it saw.
//   node examples/watch-ratings.mjs [http://127.0.0.1:4000] [a cursor to go on from]
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [server = "http://127.0.0.1:4000", from] = process.argv.slice(2);
const query = `subscription ($after: Cursor) {
  ratingFeed(after: $after) {
    ... on RatingEvent { cursor kind score previousScore movie { title } user { name } summary { count average } }
    ... on FeedProgress { cursor live }
    ... on FeedGap { cursor reason }
  }
}`;

let after = from;
for (;;) {
  const client = createClient({
    url: `${server.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    // Connecting again is ours: it must be asked for with the cursor as it is then.
    retryAttempts: 0,
  });
  try {
    for await (const { data, errors } of client.iterate({ query, variables: { after } })) {
      if (errors !== undefined) console.error(errors.map(({ message }) => message).join("; "));
      if (data?.ratingFeed === undefined) continue;
      ({ cursor: after } = data.ratingFeed);
      console.log(JSON.stringify(data.ratingFeed));
    }
  } catch (error) {
    // A refusal (a bad cursor, say) comes as a list of GraphQL errors: trying again would not help.
    if (Array.isArray(error)) {
      console.error(error.map(({ message }) => message).join("; "));
      process.exit(1);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000));
}
