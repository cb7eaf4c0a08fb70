// Prints every rating as it happens, and misses none: when the connection breaks it goes on behind the last cursor it saw.
//   node examples/watch-ratings.mjs [http://127.0.0.1:4000] [a cursor to go on from]
import WebSocket from "ws";
// Typed in live/ and operations/; `npm ci` has compiled them.
import { RatingFeedDocument } from "./dist/generated/graphql.js";
import { followFeed } from "./dist/live/follow-feed.js";

const [server = "http://127.0.0.1:4000", after] = process.argv.slice(2);
const feed = followFeed({
  url: `${server.replace(/^http/, "ws")}/graphql`,
  document: RatingFeedDocument,
  webSocketImpl: WebSocket,
  after,
});

try {
  for await (const step of feed) {
    if ("gap" in step) {
      console.error(`Something may have been missed: ${step.gap}.`);
      continue;
    }
    if (step.errors !== undefined) console.error(step.errors.map(({ message }) => message).join("; "));
    console.log(JSON.stringify(step.data.ratingFeed));
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
