// Finds what the engines need of the machine. Whatever is wrong comes back as a sentence, for people.
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Environment } from "./cache-folder.js";

export type Found = { command: string; problem?: never } | { command?: never; problem: string };

const WANTED = "Cassandra 5.0 takes Java 17, Kafka 17 or newer";

/** The java of JAVA_HOME, else of PATH. */
export async function findJava(env: Environment, engines: { cassandra: boolean }): Promise<Found> {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, "bin", "java") : "java";
  const where = env.JAVA_HOME ? `under JAVA_HOME (${env.JAVA_HOME})` : "on the PATH";
  const answer = await run(command, ["-version"], env);
  if (answer.missing) return { problem: `Java was not found ${where}; ${WANTED}` };
  const version = /version "([^"]+)"/.exec(answer.output)?.[1];
  const major = Number(version?.split(/[.+-]/, 1)[0]);
  if (answer.failed || !Number.isInteger(major)) return { problem: `Java ${where} does not run; ${WANTED}` };
  const fits = engines.cassandra ? major === 17 : major >= 17;
  if (!fits) return { problem: `Java ${where} is ${version}; ${WANTED}: set JAVA_HOME to one that fits` };
  return { command };
}

/** Maven, which fetches the engines' jars. */
export async function findMaven(env: Environment): Promise<Found> {
  const answer = await run("mvn", ["-version"], env);
  if (answer.missing) return { problem: "Maven (mvn) was not found on the PATH; it fetches the engines, once" };
  if (answer.failed) return { problem: `Maven (mvn) does not run: ${answer.output.trim().split("\n")[0]}` };
  return { command: "mvn" };
}

interface Answer {
  missing: boolean;
  failed: boolean;
  output: string;
}

function run(command: string, args: readonly string[], env: Environment): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const missing = error !== null && ["ENOENT", "EACCES", "ENOTDIR"].includes(String(error.code));
      resolve({ missing, failed: error !== null, output: `${stdout}\n${stderr}` });
    });
  });
}
