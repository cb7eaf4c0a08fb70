/** Every topic of Marquee. Keys: movie id for movies, ratings and reviews, user id for users, the source's key elsewhere. */
export const TOPICS = {
  movies: "marquee.movies.v1",
  users: "marquee.users.v1",
  ratings: "marquee.ratings.v1",
  reviews: "marquee.reviews.v1",
  ratingChanges: "marquee.rating-changes.v1",
  reviewChanges: "marquee.review-changes.v1",
  deadLetters: "marquee.dead-letters.v1",
} as const;
