// A JVM that runs one node. It is known by its folder, which stands in its command line: a pid alone may be anybody's by now.
import { execFile, spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 25;

export interface StartJava {
  java: string;
  /** Folder of the jars. */
  jars: string;
  /** The node's: working folder, temporary files, and what the process is known by. */
  folder: string;
  logFile: string;
  options: readonly string[];
  mainClass: string;
  args: readonly string[];
  /** Whether it goes on when the process that started it ends, and when Ctrl-C is pressed there. */
  detached: boolean;
  /** Whether this process goes on for as long as that one does: it is about to end by itself. */
  awaited?: boolean;
}

export interface EngineProcess {
  readonly pid: number;
  /** How it ended ("exit code 3", "SIGKILL"); pending while it runs. Never rejects. */
  readonly ended: Promise<string>;
}

export async function startJava(start: StartJava): Promise<EngineProcess> {
  const temporary = join(start.folder, "tmp");
  await mkdir(temporary, { recursive: true });
  const log = await open(start.logFile, "a");
  try {
    const child = spawn(
      start.java,
      [
        marker(start.folder),
        `-Djava.io.tmpdir=${temporary}`,
        "-Djava.awt.headless=true",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        ...start.options,
        "-cp",
        join(start.jars, "*"),
        start.mainClass,
        ...start.args,
      ],
      {
        cwd: start.folder,
        // As the engines' own start scripts: fewer arenas, less memory that the heap does not count.
        env: { ...process.env, MALLOC_ARENA_MAX: "4" },
        stdio: ["ignore", log.fd, log.fd],
        detached: start.detached,
      },
    );
    const ended = new Promise<string>((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once("error", (error) => resolve(error.message));
    });
    if (start.awaited !== true) child.unref();
    // Without a pid it did not start; `ended` says why.
    return { pid: child.pid ?? 0, ended };
  } finally {
    await log.close();
  }
}

/** Whether this pid is (still, and not another process's by now) the node of this folder. */
export async function isRunning(pid: number, folder: string): Promise<boolean> {
  const commandLine = pid > 0 ? await commandLineOf(pid) : "";
  return `${commandLine} `.includes(`${marker(folder)} `);
}

/** "812 MB, "; empty where the system does not tell. */
export async function memoryOf(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes === undefined ? "" : `${Math.round(Number(kilobytes) / 1024)} MB, `;
}

/** Delivers a signal, unless the node is not running. */
export async function signalProcess(pid: number, folder: string, signal: NodeJS.Signals): Promise<void> {
  if (!(await isRunning(pid, folder))) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Asks it to end, kills it when it has not after the deadline, and resolves when it is gone. */
export async function endProcess(pid: number, folder: string, deadlineMs: number): Promise<void> {
  if (deadlineMs > 0) {
    await signalProcess(pid, folder, "SIGTERM");
    // A stopped process takes no other signal before this one.
    await signalProcess(pid, folder, "SIGCONT");
    if (await gone(pid, folder, deadlineMs)) return;
  }
  await signalProcess(pid, folder, "SIGKILL");
  if (!(await gone(pid, folder, 30_000))) throw new Error(`Process ${pid} (${folder}) does not end, not even killed.`);
}

async function gone(pid: number, folder: string, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (await isRunning(pid, folder)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function marker(folder: string): string {
  return `-Dmarquee.engine=${folder}`;
}

/** Empty when there is no such process, or it only waits for its parent to notice that it ended. */
async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === "linux") {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
  }
  return new Promise((resolve) => {
    execFile("ps", ["-ww", "-o", "args=", "-p", String(pid)], (_, stdout) => resolve(stdout));
  });
}
