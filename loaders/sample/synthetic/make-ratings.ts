import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { CatalogueRow } from "../catalogue-row.js";
import { bell, below, unit } from "./draw.js";
import { seededRandom } from "./seeded-random.js";
import type { Viewers } from "./viewers.js";

export const FIRST_RATED_AT = Date.UTC(2015, 0, 1);
export const LAST_RATED_AT = Date.UTC(2025, 11, 31, 23, 59, 59);
const SECONDS = (LAST_RATED_AT - FIRST_RATED_AT) / 1000 + 1;

export interface MadeRating {
  /** From 1. */
  viewer: number;
  /** 1 to 10. */
  score: number;
  /** Milliseconds since 1970, on a whole second. */
  ratedAt: number;
}

/** The made-up ratings of one film, oldest first; no viewer twice. `count` is at most half of the viewers. */
export function makeRatings(row: CatalogueRow, count: number, viewers: Viewers, seed: number): MadeRating[] {
  const random = seededRandom(seed, `ratings:${row.id}`);
  const quality = qualityOf(row);
  const seen = new Set<number>();
  const ratings: MadeRating[] = [];
  while (ratings.length < count) {
    const viewer = drawViewer(random, viewers.count);
    const liked = viewers.likes(viewer, row.genres);
    // People mostly watch what they like.
    if (seen.has(viewer) || (!liked && unit(random) < 0.5)) continue;
    seen.add(viewer);
    const score = Math.round(quality + viewers.leaning(viewer) + (liked ? 0.6 : -0.4) + 1.3 * bell(random));
    const ratedAt = FIRST_RATED_AT + 1000 * below(random, SECONDS);
    ratings.push({ viewer, score: Math.max(1, Math.min(10, score)), ratedAt });
  }
  return ratings.sort((a, b) => a.ratedAt - b.ratedAt || a.viewer - b.viewer);
}

/** 3.2 to 8.2: what a film's critics made of it, drawn towards the middle. */
function qualityOf({ tomatometer, metacritic }: CatalogueRow): number {
  const percents = [tomatometer, metacritic].filter((percent) => percent !== null);
  const mean = percents.length === 0 ? 60 : percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  return 3.2 + mean / 20;
}

/** Some rate a thousand films, most a few dozen; who they are does not follow their numbers. */
function drawViewer(random: RandomGenerator, count: number): number {
  const u = unit(random);
  const rank = Math.floor(u * Math.sqrt(u) * count);
  return 1 + ((rank * SCATTER) % count);
}

// A prime: as long as it does not divide the count, every rank falls on a viewer of its own.
const SCATTER = 7919;
