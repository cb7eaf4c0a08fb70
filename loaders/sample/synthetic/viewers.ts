import { bell, below } from "./draw.js";
import { seededRandom } from "./seeded-random.js";

const TASTES = [
  "Drama",
  "Comedy",
  "Romance",
  "Action",
  "Crime",
  "Thriller",
  "Horror",
  "Documentary",
  "Sci-Fi",
  "Fantasy",
  "Adventure",
  "Musical",
  "Mystery",
  "War",
  "Animation",
];

/** Made-up people, numbered from 1. */
export interface Viewers {
  count: number;
  /** What they add to every score, in points. */
  leaning(viewer: number): number;
  likes(viewer: number, genres: readonly string[]): boolean;
}

export function createViewers(options: { seed: number; count: number }): Viewers {
  const random = seededRandom(options.seed, "viewers");
  const leanings = new Float64Array(options.count + 1);
  const tastes: [string | undefined, string | undefined][] = [];
  for (let viewer = 0; viewer <= options.count; viewer++) {
    leanings[viewer] = 0.5 * bell(random);
    tastes[viewer] = [TASTES[below(random, TASTES.length)], TASTES[below(random, TASTES.length)]];
  }
  return {
    count: options.count,
    leaning: (viewer) => leanings[viewer] ?? 0,
    likes: (viewer, genres) => {
      const [first, second] = tastes[viewer] ?? [];
      return genres.some((genre) => genre === first || genre === second);
    },
  };
}

export function viewerId(viewer: number): string {
  return `synthetic:${viewer}`;
}

export function viewerName(viewer: number): string {
  return `Synthetic viewer ${String(viewer).padStart(4, "0")}`;
}
