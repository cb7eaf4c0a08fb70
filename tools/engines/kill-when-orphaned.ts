// A shell that waits for its input to end, which it does however this process ends, and then kills what it was told of.
import { spawn } from "node:child_process";

const SCRIPT = `
trap '' INT TERM HUP
pids= folder=$2
while read -r line; do
  if [ "$line" = keep ]; then folder=kept; else pids="$pids $line"; fi
done
command_line() {
  if [ -r "/proc/$1/cmdline" ]; then tr '\\0' ' ' < "/proc/$1/cmdline"; else ps -ww -o args= -p "$1"; fi 2>/dev/null
}
for pid in $pids; do
  case "$(command_line "$pid")" in
    *"-Dmarquee.engine=$1/"*) kill -9 "$pid" ;;
  esac
done
[ "$folder" = temporary ] || exit 0
for try in 1 2 3 4 5; do rm -rf "$1" && exit 0; sleep 1; done
`;

export interface OrphanGuard {
  /** From now on this process is killed as well. */
  add(pid: number): void;
  /** From now on the folder is left where it is. */
  keepFolder(): void;
  /** Ends the guard, which does its work; resolves when that is done. */
  close(): Promise<void>;
}

/** Kills the nodes of a set when this process has ended without stopping them; removes the set's folder when it is temporary. */
export function killWhenOrphaned(set: { dir: string; temporary: boolean }): OrphanGuard {
  const guard = spawn("sh", ["-c", SCRIPT, "sh", set.dir, set.temporary ? "temporary" : "kept"], {
    stdio: ["pipe", "ignore", "ignore"],
    // Ctrl-C is for this process; the guard sees its end.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    guard.once("exit", () => resolve());
    guard.once("error", () => resolve());
  });
  guard.stdin.on("error", () => {});
  guard.unref();
  // A socket in truth, though not by its type; without this it would keep this process from ending.
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return {
    add: (pid) => void guard.stdin.write(`${pid}\n`),
    keepFolder: () => void guard.stdin.write("keep\n"),
    close: async () => {
      guard.ref();
      guard.stdin.end();
      await ended;
    },
  };
}
