import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ImageTree } from "./build-image-tree.js";

/** The image's user. Only root can become another. */
const USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

export interface Ended {
  code: number | null;
  output: string;
}

export interface ImageProcess {
  /** Resolves with the match as soon as the output has it. Throws, with the output, when the process ends first or the time is over. */
  saying(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  /** Resolves when the process has ended. */
  ended: Promise<Ended>;
  stop(): void;
}

/** Starts a program in the tree, in an environment of its own: nothing of this one's packages or variables is in reach. */
export function startInImage(
  image: ImageTree,
  command: readonly string[],
  environment: Record<string, string>,
): ImageProcess {
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program === "node" ? process.execPath : program, args, {
    cwd: join(image.root, image.workdir),
    env: { ...image.environment, DATA_DIR: join(image.root, "data"), HOST: "127.0.0.1", ...environment },
    ...USER,
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      for (const listen of listeners) listen();
    });
  }
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));

  return {
    ended,
    stop: () => void child.kill("SIGTERM"),
    saying: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${command.join(" ")} ${why}:\n${output}`));
        const timer = setTimeout(() => fail(`did not say ${pattern} in ${timeoutMs} ms`), timeoutMs);
        const look = () => {
          const match = pattern.exec(output);
          if (match === null) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(({ code }) => fail(`ended with ${code}`));
      }),
  };
}
