/** What every listener asks for: an event of ratings, completed by movies and accounts. */
export const FEED = `subscription { ratingFeed { __typename
  ... on RatingEvent { cursor eventId kind score ratedAt movie { title releaseYear } user { name } summary { count average } }
  ... on FeedProgress { cursor live }
  ... on FeedGap { cursor reason } } }`;

export const SUBSCRIPTION_ID = "1";
