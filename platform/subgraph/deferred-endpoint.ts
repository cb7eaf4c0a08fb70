import { AppError } from "../errors/app-error.js";
import type { SubgraphEndpoint } from "./subgraph-endpoint.js";

/** Stands for a subgraph that is still waiting for its engines; everything is refused with UNAVAILABLE until `open` is called. */
export interface DeferredEndpoint extends SubgraphEndpoint {
  open(endpoint: SubgraphEndpoint): void;
}

export function deferEndpoint(name: string): DeferredEndpoint {
  let opened: SubgraphEndpoint | undefined;
  const endpoint = (): SubgraphEndpoint => {
    if (opened === undefined)
      throw new AppError("UNAVAILABLE", `The ${name} subgraph is starting; try again in a moment.`);
    return opened;
  };
  return {
    open(next) {
      opened = next;
    },
    execute: async (request) => endpoint().execute(request),
    subscribe: (request) => endpoint().subscribe(request),
  };
}
