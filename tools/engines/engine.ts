import type { EngineName } from "./engine-name.js";
import type { NodePlan, SetPlan } from "./set-plan.js";

/** What is to be started: one file an engine implements it, and `engines.ts` lists them. */
export interface Engine {
  readonly name: EngineName;
  /** Whether nodes are started all at once; otherwise each waits until the one before it is ready. */
  readonly startsTogether: boolean;
  readonly mainClass: string;
  /** How long a node may take until it answers. */
  readonly startDeadlineMs: number;
  /** How long a node may take to stop by itself before it is killed. */
  readonly stopDeadlineMs: number;
  /** Maven coordinates (group:artifact:version); the first one's jar is the engine itself. */
  artifacts(version: string): readonly string[];
  /** The files that a node reads at its start, by path within its folder. */
  files(node: NodePlan, set: SetPlan): Readonly<Record<string, string>>;
  /** A main class with its arguments, to be run once before the first start; undefined when `folder` has had it. */
  setUp(node: NodePlan, set: SetPlan): Promise<readonly string[] | undefined>;
  javaOptions(node: NodePlan, set: SetPlan): readonly string[];
  programArguments(node: NodePlan, set: SetPlan): readonly string[];
  /** Throws unless this node serves clients. */
  askNode(node: NodePlan, set: SetPlan): Promise<void>;
  /** Throws unless all nodes know one another and a replicated read succeeds. */
  askAll(set: SetPlan): Promise<void>;
}
