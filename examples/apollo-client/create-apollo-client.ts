import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable } from "@apollo/client";
import { OperationTypeNode } from "graphql";
import type { FollowOptions } from "../live/follow-feed.js";
import { subscribe } from "../live/subscribe.js";
import type { LostCursor } from "../live/what-next.js";

export interface ApolloClientOptions extends Pick<FollowOptions<unknown, unknown>, "token" | "webSocketImpl"> {
  /** http://127.0.0.1:4000/graphql */
  url: string;
  onGap: (reason: LostCursor) => void;
}

/** Queries and mutations over HTTP; subscriptions over websockets that come back behind their last cursor. */
export function createApolloClient({ url, token, webSocketImpl, onGap }: ApolloClientOptions): ApolloClient {
  const http = new HttpLink({ uri: url });
  const live = new ApolloLink(
    ({ query, variables }) =>
      new Observable((observer) =>
        subscribe<Record<string, unknown>, Record<string, unknown>>(
          {
            url: url.replace(/^http/, "ws"),
            document: query,
            variables,
            webSocketImpl,
            ...(token === undefined ? {} : { token }),
          },
          {
            next: (result) => observer.next(result),
            gap: onGap,
            error: (error) => observer.error(error),
            complete: () => observer.complete(),
          },
        ),
      ),
  );
  return new ApolloClient({
    link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, live, http),
    cache: new InMemoryCache(),
  });
}
