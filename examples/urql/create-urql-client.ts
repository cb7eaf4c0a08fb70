import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import type { FollowOptions } from "../live/follow-feed.js";
import { subscribe } from "../live/subscribe.js";
import type { LostCursor } from "../live/what-next.js";

export interface UrqlClientOptions extends Pick<FollowOptions<unknown, unknown>, "token" | "webSocketImpl"> {
  /** http://127.0.0.1:4000/graphql */
  url: string;
  onGap: (reason: LostCursor) => void;
}

/** Queries and mutations over HTTP; subscriptions over websockets that come back behind their last cursor. */
export function createUrqlClient({ url, token, webSocketImpl, onGap }: UrqlClientOptions): Client {
  const live = subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe: (sink) => ({
        unsubscribe: subscribe<Record<string, unknown>, Record<string, unknown>>(
          {
            url: url.replace(/^http/, "ws"),
            document: query,
            variables: variables as Record<string, unknown> | undefined,
            webSocketImpl,
            ...(token === undefined ? {} : { token }),
          },
          {
            // An empty list of errors is an error to urql.
            next: ({ data, errors }) => sink.next(errors === undefined ? { data } : { data, errors: [...errors] }),
            gap: onGap,
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
          },
        ),
      }),
    }),
  });
  return new Client({ url, preferGetMethod: false, exchanges: [cacheExchange, fetchExchange, live] });
}
