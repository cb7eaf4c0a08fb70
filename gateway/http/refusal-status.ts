/**
 * The status of a well-formed request whose operation is refused. GraphQL over HTTP wants 200 from whoever answers in application/json,
 * which older clients ask for by that name; everybody else is told by the status, too.
 */
export function refusalStatus(accept: string | undefined): 200 | 400 {
  const legacy = accept?.includes("application/json") === true && !accept.includes("application/graphql-response+json");
  return legacy ? 200 : 400;
}
