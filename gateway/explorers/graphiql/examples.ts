// What a newcomer finds open: each a tab of its own, in the order in which they make sense.

export interface Example {
  query: string;
  variables?: string;
  headers?: string;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);
const MATRIX = "imdb:tt0133093";

export const EXAMPLES: Example[] = [
  {
    query: `# One request, answered by four subgraphs.
# Ctrl-Enter runs it, Cmd-Enter on a Mac.
query FirstQuery {
  searchMovies(query: "matrix", first: 3) {
    nodes {
      id
      title
      releaseYear
      ratingSummary {
        count
        average
      }
      reviews(first: 2) {
        nodes {
          summary
          helpful {
            up
            total
          }
          author {
            name
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Everything that is rated, as it happens.
# Let it run, and rate something in another window.
subscription LiveRatings($after: Cursor) {
  ratingFeed(after: $after) {
    ... on RatingEvent {
      cursor
      kind
      score
      movie {
        title
      }
      user {
        name
      }
      summary {
        count
        average
      }
    }
    ... on FeedProgress {
      cursor
      live
    }
    ... on FeedGap {
      cursor
      reason
    }
  }
}
`,
  },
  {
    query: `# Makes an account. The access token in the answer
# goes into the headers of RateMovie.
mutation Register($input: RegisterInput!) {
  register(input: $input) {
    session {
      accessToken
      expiresAt
      user {
        id
        name
      }
    }
    userErrors {
      code
      field
      message
    }
  }
}
`,
    variables: json({ input: { name: "Reader", email: "reader@example.com", password: "a long enough one" } }),
  },
  {
    query: `# Signs in to an account that there is.
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    session {
      accessToken
      expiresAt
      refreshToken
    }
    userErrors {
      code
      field
      message
    }
  }
}
`,
    variables: json({ input: { email: "reader@example.com", password: "a long enough one" } }),
  },
  {
    query: `# Rates a movie, in the name of whoever's token
# stands in the headers below.
mutation RateMovie($input: RateMovieInput!) {
  rateMovie(input: $input) {
    applied
    rating {
      score
      user {
        name
      }
      movie {
        title
      }
    }
    movie {
      ratingSummary {
        count
        average
      }
    }
    userErrors {
      code
      field
      message
    }
  }
}
`,
    variables: json({ input: { movieId: MATRIX, score: 9 } }),
    headers: json({ authorization: "Bearer <the access token of Register or SignIn>" }),
  },
];
