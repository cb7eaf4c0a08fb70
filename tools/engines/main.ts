// npm run engines: starts, stops and shows real engines; `--help` says how.
import { AppError } from "@marquee/platform/errors/app-error.js";
import { parseCommand, USAGE } from "./cli-arguments.js";
import { type CommandContext, environment, start, status, stop } from "./commands.js";

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => interrupted.abort(new AppError("UNAVAILABLE", "Interrupted; nothing was left running.")));
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const command = parseCommand(process.argv.slice(2));
  const context: CommandContext = {
    env: process.env,
    print: (line) => console.log(line),
    say: (line) => console.error(line),
    signal: interrupted.signal,
  };
  switch (command.command) {
    case "help":
      console.log(USAGE);
      return 0;
    case "start":
      await start(command.choice, command.request, context);
      return 0;
    case "stop":
      await stop(command.choice, command.keep, context);
      return 0;
    case "status":
      return (await status(command.choice, context)) ? 0 : 1;
    case "env":
      await environment(command.choice, context);
      return 0;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return `engines: ${error.message}`;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC") return `engines: the disk is full (${(error as Error).message}).`;
  if (code === "EACCES" || code === "EROFS") return `engines: ${(error as Error).message}: let this user write there.`;
  return `engines: ${error instanceof Error ? error.stack : String(error)}`;
}
