import { parseArgs } from "node:util";
import { AppError } from "@marquee/platform/errors/app-error.js";

export const TAIL_USAGE = `npm run -s tail -- [--from beginning|end] [--movie ID] [--json]
    prints ratings as the log takes them, those of imports too, until it is ended
    --from beginning  all that the log holds first; otherwise what comes from now on
    --movie ID        of that movie alone
    --json            one JSON object a line`;

export interface TailCommand {
  from: "beginning" | "end";
  movieId: string | null;
  json: boolean;
}

/** Throws BAD_USER_INPUT. */
export function readTailOptions(args: readonly string[]): TailCommand {
  const text = { type: "string" } as const;
  try {
    const options = { from: text, movie: text, json: { type: "boolean" } } as const;
    const { from = "end", movie, json } = parseArgs({ args: [...args], options }).values;
    if (from !== "beginning" && from !== "end") throw new Error(`--from ${from}: expected beginning or end.`);
    return { from, movieId: movie ?? null, json: json === true };
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `${(error as Error).message}\n${TAIL_USAGE}`);
  }
}
