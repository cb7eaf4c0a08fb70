import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { endProcess } from "./engine-process.js";
import { ENGINES } from "./engines.js";
import { DATA_FOLDER, nodeFolder, nodeLabel } from "./set-plan.js";
import { keystoreFile } from "./set-security.js";
import type { SetState } from "./set-state.js";

/** Ends every node. Data that is thrown away anyway needs no orderly end. */
export async function stopNodes(state: SetState, { orderly }: { orderly: boolean }): Promise<void> {
  await Promise.all(
    state.nodes.map((node) => {
      const deadlineMs = orderly ? ENGINES[node.engine].stopDeadlineMs : 0;
      return endProcess(state.pids[nodeLabel(node)] ?? 0, nodeFolder(state, node), deadlineMs);
    }),
  );
}

/** Removes what the nodes stored and keeps what they logged. */
export async function removeData(state: SetState): Promise<void> {
  for (const node of state.nodes) {
    for (const name of [DATA_FOLDER, "tmp"])
      await rm(join(nodeFolder(state, node), name), { recursive: true, force: true });
  }
  // Another set in this folder has another password to it.
  await rm(dirname(keystoreFile(state)), { recursive: true, force: true });
}
