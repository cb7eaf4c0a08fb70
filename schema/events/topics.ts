/** Every topic of Marquee. Keys: movie id for movies, ratings and reviews, user id for users, the dataset's name for datasets, the source's key elsewhere. */
export const TOPICS = {
  movies: "marquee.movies.v1",
  users: "marquee.users.v1",
  ratings: "marquee.ratings.v1",
  reviews: "marquee.reviews.v1",
  ratingChanges: "marquee.rating-changes.v1",
  reviewChanges: "marquee.review-changes.v1",
  datasets: "marquee.datasets.v1",
  deadLetters: "marquee.dead-letters.v1",
} as const;

/** What others write and Marquee takes up; each message is somebody else's until an event in the topics above says what came of it. */
export const OUTSIDE_TOPICS = {
  /** JSON of `outside-rating.ts`; key: whatever keeps one user's ratings in order, such as the user. */
  ratings: "marquee.outside-ratings.v1",
  /** JSON of `outside-movie.ts`; key: the movie's id. */
  movies: "marquee.outside-movies.v1",
} as const;

export interface TopicSettings {
  /** Milliseconds that messages are kept; null: for ever. */
  retentionMs: number | null;
  /** The last message of each key is kept for ever, whatever the retention. */
  compacted: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const FOR_EVER: TopicSettings = { retentionMs: null, compacted: false };

/** How long a log that can forget keeps each topic. */
export const TOPIC_SETTINGS: Readonly<Record<string, TopicSettings>> = {
  [TOPICS.movies]: FOR_EVER,
  [TOPICS.users]: FOR_EVER,
  [TOPICS.ratings]: FOR_EVER,
  [TOPICS.reviews]: FOR_EVER,
  // Each record has a movie's figures in full, so the last one of each movie is all that a new ranking needs.
  [TOPICS.ratingChanges]: { retentionMs: null, compacted: true },
  // Replays are served from the feed tables; this topic only carries what is new.
  [TOPICS.reviewChanges]: { retentionMs: 7 * DAY_MS, compacted: false },
  [TOPICS.datasets]: FOR_EVER,
  [TOPICS.deadLetters]: FOR_EVER,
  // What came of them is in the topics above.
  [OUTSIDE_TOPICS.ratings]: { retentionMs: 7 * DAY_MS, compacted: false },
  [OUTSIDE_TOPICS.movies]: { retentionMs: 7 * DAY_MS, compacted: false },
};
