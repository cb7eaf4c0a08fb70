import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { below } from "../sample/synthetic/draw.js";
import type { SimulatedMovie } from "./pick-movies.js";
import { simulatedScore } from "./simulated-people.js";

export interface SimulatedRating {
  name: string;
  title: string;
  score: number;
  message: NewMessage;
}

/** Makes one rating after the other, to be appended to `topic`. */
export interface RatingMaker {
  topic: string;
  make(): SimulatedRating;
}

export interface SimulatedParts {
  clock: Clock;
  random: RandomGenerator;
  /** Not empty. */
  names: readonly string[];
}

/** As Marquee's own events: live, with what they copy of their movie. */
export function ratingEvents({ clock, random, names }: SimulatedParts, movies: readonly SimulatedMovie[]): RatingMaker {
  return {
    topic: TOPICS.ratings,
    make() {
      const name = one(random, names);
      const { movieId, facts } = one(random, movies);
      const score = simulatedScore(random);
      const event = RatingSubmitted.create({
        eventId: uuidV7(clock),
        occurredAt: clock.now(),
        origin: "live",
        movieId,
        userId: simulatedUserId(name),
        score,
        movie: facts,
      });
      return { name, title: facts.title, score, message: RatingSubmitted.encode(event) };
    },
  };
}

/** As a system outside writes them. */
export function wireMessages({ clock, random, names }: SimulatedParts, titles: readonly string[]): RatingMaker {
  return {
    topic: OUTSIDE_TOPICS.ratings,
    make() {
      const [user, movie] = [one(random, names), one(random, titles)];
      const rating = simulatedScore(random);
      const microseconds = String(below(random, 1_000)).padStart(3, "0");
      const timestamp = new Date(clock.now()).toISOString().replace("Z", `${microseconds}Z`);
      const value = JSON.stringify({ user, movie, rating, timestamp });
      return { name: user, title: movie, score: rating, message: { key: user, value } };
    },
  };
}

export function simulatedUserId(name: string): string {
  return `simulated:${name}`;
}

/** The users' profiles, to be there before their ratings. */
export function simulatedProfiles(names: readonly string[], occurredAt: number): NewMessage[] {
  return names.map((name) => {
    const userId = simulatedUserId(name);
    const eventId = `profile-${userId}`;
    return UserProfileChanged.encode(UserProfileChanged.create({ eventId, occurredAt, origin: "live", userId, name }));
  });
}

function one<Item>(random: RandomGenerator, items: readonly Item[]): Item {
  return items[below(random, items.length)] as Item;
}
