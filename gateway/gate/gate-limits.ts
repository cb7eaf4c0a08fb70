import type { GatewayConfig } from "../config/gateway-config.js";

/** What one operation may be. Whatever is refused for them says BAD_USER_INPUT and names the limit. */
export interface GateLimits {
  maxTokens: number;
  maxDepth: number;
  /** Counted with every fragment in each place where it is spread. */
  maxFields: number;
  maxAliases: number;
  maxRootFields: number;
  maxDirectives: number;
  /** The largest `first` of a connection; the smallest is 1. */
  maxPageSize: number;
  /** See rules/query-cost.ts. */
  maxCost: number;
}

export function gateLimits(config: GatewayConfig): GateLimits {
  return {
    maxTokens: config.MAX_TOKENS,
    maxDepth: config.MAX_DEPTH,
    maxFields: config.MAX_FIELDS,
    maxAliases: config.MAX_ALIASES,
    maxRootFields: config.MAX_ROOT_FIELDS,
    maxDirectives: config.MAX_DIRECTIVES,
    maxPageSize: 100,
    maxCost: config.MAX_COST,
  };
}
