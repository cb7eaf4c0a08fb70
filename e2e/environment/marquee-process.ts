// One real process of the product.
import { fileURLToPath } from "node:url";
import { WatchedProcess } from "./watched-process.js";

/** The mains that can be started, by what they run. */
const MAINS = {
  allInOne: "../../gateway/all-in-one/dist/main.js",
  subgraphs: "../../gateway/all-in-one/dist/subgraphs-main.js",
  gateway: "../../gateway/dist/main.js",
  movies: "../../subgraphs/movies/dist/main.js",
  reviews: "../../subgraphs/reviews/dist/main.js",
  ratings: "../../subgraphs/ratings/dist/main.js",
  accounts: "../../subgraphs/accounts/dist/main.js",
  projector: "../../gateway/all-in-one/dist/projector-main.js",
  migrate: "../../gateway/all-in-one/dist/migrate-main.js",
  load: "../../loaders/dist/main.js",
  simulate: "../../loaders/dist/simulate-main.js",
  tail: "../../loaders/dist/tail-main.js",
} as const;

export type Main = keyof typeof MAINS;

export class MarqueeProcess extends WatchedProcess {
  /** `env` is all that it gets, beside PATH. */
  constructor(main: Main, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
    super([process.execPath, fileURLToPath(new URL(MAINS[main], import.meta.url)), ...args], env);
  }
}
