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
}
