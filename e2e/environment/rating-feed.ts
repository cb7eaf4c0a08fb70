export interface RatingEvent {
  __typename: "RatingEvent";
  cursor: string;
  eventId: string;
  kind: "ADDED" | "CHANGED" | "REMOVED";
  score: number | null;
  previousScore: number | null;
  ratedAt: string;
  movie: { id: string };
  user: { id: string };
  summary: Summary;
}

export interface Summary {
  count: number;
  average: number | null;
  histogram: number[];
}

export type FeedItem =
  | RatingEvent
  | { __typename: "FeedProgress"; cursor: string; live: boolean }
  | { __typename: "FeedGap"; cursor: string; reason: string };

export const EVENT_FIELDS = `__typename
  ... on RatingEvent {
    cursor eventId kind score previousScore ratedAt movie { id } user { id } summary { count average histogram }
  }
  ... on FeedProgress { cursor live }
  ... on FeedGap { cursor reason }`;
