/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "# What a client that wants to miss nothing asks for: the cursor of every item, whatever it is.\nsubscription RatingFeed($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {\n  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) {\n    __typename\n    ... on RatingEvent {\n      cursor\n      eventId\n      kind\n      score\n      previousScore\n      movie {\n        id\n        title\n      }\n      user {\n        id\n        name\n      }\n      summary {\n        count\n        average\n      }\n    }\n    ... on FeedProgress {\n      cursor\n      live\n    }\n    ... on FeedGap {\n      cursor\n      reason\n    }\n  }\n}\n\nsubscription SummaryChanges($movieId: ID!, $after: Cursor) {\n  ratingSummaryChanged(movieId: $movieId, after: $after) {\n    cursor\n    count\n    average\n    histogram\n  }\n}\n": typeof types.RatingFeedDocument,
    "query SearchMovies($query: String!, $first: Int = 5) {\n  searchMovies(query: $query, first: $first) {\n    nodes {\n      id\n      title\n      releaseYear\n      ratingSummary {\n        count\n        average\n      }\n    }\n  }\n}\n\nmutation RateMovie($movieId: ID!, $score: Int!, $idempotencyKey: String) {\n  rateMovie(input: { movieId: $movieId, score: $score, idempotencyKey: $idempotencyKey }) {\n    applied\n    eventId\n    movie {\n      id\n      ratingSummary {\n        count\n        average\n      }\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n}\n": typeof types.SearchMoviesDocument,
    "mutation SignIn($email: String!, $password: String!) {\n  signIn(input: { email: $email, password: $password }) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nfragment Tokens on Session {\n  accessToken\n  refreshToken\n  expiresAt\n}\n": typeof types.SignInDocument,
};
const documents: Documents = {
    "# What a client that wants to miss nothing asks for: the cursor of every item, whatever it is.\nsubscription RatingFeed($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {\n  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) {\n    __typename\n    ... on RatingEvent {\n      cursor\n      eventId\n      kind\n      score\n      previousScore\n      movie {\n        id\n        title\n      }\n      user {\n        id\n        name\n      }\n      summary {\n        count\n        average\n      }\n    }\n    ... on FeedProgress {\n      cursor\n      live\n    }\n    ... on FeedGap {\n      cursor\n      reason\n    }\n  }\n}\n\nsubscription SummaryChanges($movieId: ID!, $after: Cursor) {\n  ratingSummaryChanged(movieId: $movieId, after: $after) {\n    cursor\n    count\n    average\n    histogram\n  }\n}\n": types.RatingFeedDocument,
    "query SearchMovies($query: String!, $first: Int = 5) {\n  searchMovies(query: $query, first: $first) {\n    nodes {\n      id\n      title\n      releaseYear\n      ratingSummary {\n        count\n        average\n      }\n    }\n  }\n}\n\nmutation RateMovie($movieId: ID!, $score: Int!, $idempotencyKey: String) {\n  rateMovie(input: { movieId: $movieId, score: $score, idempotencyKey: $idempotencyKey }) {\n    applied\n    eventId\n    movie {\n      id\n      ratingSummary {\n        count\n        average\n      }\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n}\n": types.SearchMoviesDocument,
    "mutation SignIn($email: String!, $password: String!) {\n  signIn(input: { email: $email, password: $password }) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nfragment Tokens on Session {\n  accessToken\n  refreshToken\n  expiresAt\n}\n": types.SignInDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "# What a client that wants to miss nothing asks for: the cursor of every item, whatever it is.\nsubscription RatingFeed($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {\n  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) {\n    __typename\n    ... on RatingEvent {\n      cursor\n      eventId\n      kind\n      score\n      previousScore\n      movie {\n        id\n        title\n      }\n      user {\n        id\n        name\n      }\n      summary {\n        count\n        average\n      }\n    }\n    ... on FeedProgress {\n      cursor\n      live\n    }\n    ... on FeedGap {\n      cursor\n      reason\n    }\n  }\n}\n\nsubscription SummaryChanges($movieId: ID!, $after: Cursor) {\n  ratingSummaryChanged(movieId: $movieId, after: $after) {\n    cursor\n    count\n    average\n    histogram\n  }\n}\n"): (typeof documents)["# What a client that wants to miss nothing asks for: the cursor of every item, whatever it is.\nsubscription RatingFeed($movieId: ID, $userId: ID, $genre: String, $after: Cursor) {\n  ratingFeed(movieId: $movieId, userId: $userId, genre: $genre, after: $after) {\n    __typename\n    ... on RatingEvent {\n      cursor\n      eventId\n      kind\n      score\n      previousScore\n      movie {\n        id\n        title\n      }\n      user {\n        id\n        name\n      }\n      summary {\n        count\n        average\n      }\n    }\n    ... on FeedProgress {\n      cursor\n      live\n    }\n    ... on FeedGap {\n      cursor\n      reason\n    }\n  }\n}\n\nsubscription SummaryChanges($movieId: ID!, $after: Cursor) {\n  ratingSummaryChanged(movieId: $movieId, after: $after) {\n    cursor\n    count\n    average\n    histogram\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SearchMovies($query: String!, $first: Int = 5) {\n  searchMovies(query: $query, first: $first) {\n    nodes {\n      id\n      title\n      releaseYear\n      ratingSummary {\n        count\n        average\n      }\n    }\n  }\n}\n\nmutation RateMovie($movieId: ID!, $score: Int!, $idempotencyKey: String) {\n  rateMovie(input: { movieId: $movieId, score: $score, idempotencyKey: $idempotencyKey }) {\n    applied\n    eventId\n    movie {\n      id\n      ratingSummary {\n        count\n        average\n      }\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n}\n"): (typeof documents)["query SearchMovies($query: String!, $first: Int = 5) {\n  searchMovies(query: $query, first: $first) {\n    nodes {\n      id\n      title\n      releaseYear\n      ratingSummary {\n        count\n        average\n      }\n    }\n  }\n}\n\nmutation RateMovie($movieId: ID!, $score: Int!, $idempotencyKey: String) {\n  rateMovie(input: { movieId: $movieId, score: $score, idempotencyKey: $idempotencyKey }) {\n    applied\n    eventId\n    movie {\n      id\n      ratingSummary {\n        count\n        average\n      }\n    }\n    userErrors {\n      code\n      field\n      message\n    }\n  }\n}\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignIn($email: String!, $password: String!) {\n  signIn(input: { email: $email, password: $password }) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nfragment Tokens on Session {\n  accessToken\n  refreshToken\n  expiresAt\n}\n"): (typeof documents)["mutation SignIn($email: String!, $password: String!) {\n  signIn(input: { email: $email, password: $password }) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation RefreshSession($refreshToken: String!) {\n  refreshSession(refreshToken: $refreshToken) {\n    session {\n      ...Tokens\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nfragment Tokens on Session {\n  accessToken\n  refreshToken\n  expiresAt\n}\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;