"""Finds films, then prints ratings as they happen, and misses none.

    pip install -r requirements.txt
    python watch_ratings.py [http://127.0.0.1:4000] [a title]
"""

import asyncio
import json
import random
import sys

from gql import Client, gql
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import WebSocketException

SEARCH = """
query SearchMovies($query: String!) {
  searchMovies(query: $query, first: 5) { nodes { id title releaseYear ratingSummary { count average } } }
}
"""

FEED = """
subscription RatingFeed($after: Cursor) {
  ratingFeed(after: $after) {
    __typename
    ... on RatingEvent { cursor kind score movie { title } user { name } summary { count average } }
    ... on FeedProgress { cursor live }
    ... on FeedGap { cursor reason }
  }
}
"""

LOST_CURSOR = ("CURSOR_EXPIRED", "CURSOR_INVALID")
COMES_BACK = ("UNAVAILABLE", "INTERNAL_SERVER_ERROR", "RATE_LIMITED")


def operation(text, **variables):
    request = gql(text)
    request.variable_values = variables
    return request


def connect(server):
    # Queries go over the websocket, too. A token goes into init_payload={"authorization": "Bearer ..."}.
    url = server.replace("http", "ws", 1) + "/graphql"
    return Client(transport=WebsocketsTransport(url=url, ping_interval=10, pong_timeout=5))


async def follow(server):
    """Every item of the feed, across restarts and lost connections; None where something may have been missed."""
    after = None
    failures = 0
    while True:
        try:
            async with connect(server) as session:
                async for data in session.subscribe(operation(FEED, after=after)):
                    failures = 0
                    after = data["ratingFeed"]["cursor"]
                    yield data["ratingFeed"]
        except TransportQueryError as refusal:
            code = ((refusal.errors or [{}])[0].get("extensions") or {}).get("code")
            if code in LOST_CURSOR:
                after = None
                yield None
            elif code not in COMES_BACK:
                raise
        except (TransportError, WebSocketException, OSError, asyncio.TimeoutError):
            pass  # The connection: come back behind the last cursor.
        await asyncio.sleep(min(15, 0.25 * 2**failures) * random.uniform(0.5, 1))
        failures += 1


async def main(server="http://127.0.0.1:4000", title="matrix"):
    async with connect(server) as session:
        found = await session.execute(operation(SEARCH, query=title))
        print(json.dumps(found["searchMovies"]["nodes"]), flush=True)
    async for item in follow(server):
        print(json.dumps(item), flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        pass
