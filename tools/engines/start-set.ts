import { mkdir, statfs } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { cacheFolder, type Environment } from "./cache-folder.js";
import { claimFreePorts, claimPorts, type PortClaim } from "./claim-ports.js";
import { findJava } from "./java-and-maven.js";
import type { JvmNode } from "./jvm-node.js";
import { makeCertificate } from "./make-certificate.js";
import { addressesOf, nodesOf, type SetPlan } from "./set-plan.js";
import { planAgain, planSet, type SetRequest } from "./set-request.js";
import { createSetState, deleteSetState, readSetState, runningNodes, type SetState } from "./set-state.js";
import { startNodes } from "./start-nodes.js";
import { removeData } from "./stop-set.js";

const NEEDED_BYTES = 2 ** 30;

export interface StartSetOptions {
  request: SetRequest;
  env: Environment;
  /** Whether the nodes outlive this process. */
  detached: boolean;
  onProgress: (line: string) => void;
  /** Told of every process that is started, also by a node's restart. */
  onProcess?: (pid: number) => void;
  signal?: AbortSignal | undefined;
}

export interface StartedSet {
  readonly plan: SetPlan;
  readonly state: SetState;
  readonly nodes: readonly JvmNode[];
  /** Holds the set's first port until released. */
  readonly claim: PortClaim;
}

/**
 * Starts a new set, or with its data the one that lies in the folder. Resolves when all nodes serve clients and know one another.
 * When that fails nothing goes on running, and of a new set only the logs stay. Throws CONFIG_INVALID (Java, Maven, a set made
 * otherwise), PORT_IN_USE, DATA_DIR_LOCKED (it runs already), DATA_DIR_UNWRITABLE (disk full), UNAVAILABLE (did not start).
 */
export async function startSet(options: StartSetOptions): Promise<StartedSet> {
  const { request, env } = options;
  const made = await readSetState(request.dir);
  if (made !== undefined) await refuseRunning(made);
  const java = await javaFor(made === undefined ? planSet(request, 1) : planAgain(made, request), env);
  await refuseFullDisk(request.dir);
  await refuseFullDisk(cacheFolder(env));
  const { plan, claim } = made === undefined ? await planAtFreePorts(request) : await planAtItsPorts(made, request);
  const state: SetState = { ...plan, pids: {} };
  try {
    if (made === undefined) await createSetState(state);
    const started = makeCertificate(plan, java).then(() => startNodes({ ...options, state, java }));
    const nodes = await started.catch(async (error: unknown) => {
      if (made === undefined) {
        await removeData(state);
        await deleteSetState(state.dir);
      }
      throw error;
    });
    return { plan, state, nodes, claim };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function javaFor(plan: SetPlan, env: Environment): Promise<string> {
  const java = await findJava(env, { cassandra: nodesOf(plan, "cassandra").length > 0 });
  if (java.problem !== undefined) throw new AppError("CONFIG_INVALID", `${java.problem}.`);
  return java.command;
}

async function planAtFreePorts(request: SetRequest): Promise<{ plan: SetPlan; claim: PortClaim }> {
  const addresses = (portBase: number) => addressesOf(planSet(request, portBase));
  const { portBase } = request;
  const claim =
    portBase === undefined ? await claimFreePorts(addresses) : await claimPorts(portBase, addresses(portBase));
  return { plan: planSet(request, claim.portBase), claim };
}

async function planAtItsPorts(made: SetPlan, request: SetRequest): Promise<{ plan: SetPlan; claim: PortClaim }> {
  const plan = planAgain(made, request);
  return { plan, claim: await claimPorts(plan.portBase, addressesOf(plan)) };
}

async function refuseRunning(state: SetState): Promise<void> {
  const running = await runningNodes(state);
  if (running.length === 0) return;
  throw new AppError(
    "DATA_DIR_LOCKED",
    `The set "${state.name}" runs already (${running.join(", ")}, in ${state.dir}): stop it before, or start another with --name.`,
  );
}

async function refuseFullDisk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  const free = Math.round((bavail * bsize) / 2 ** 20);
  throw new AppError("DATA_DIR_UNWRITABLE", `Only ${free} MB are free where ${folder} lies; engines need a gigabyte.`);
}
