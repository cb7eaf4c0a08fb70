/** The arguments that every list has. */
export interface PageRequest {
  first?: number | null | undefined;
  after?: string | null | undefined;
}
