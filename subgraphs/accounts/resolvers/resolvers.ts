import { dateTimeScalar } from "@marquee/platform/graphql-scalars/date-time-scalar.js";
import { safeIntScalar } from "@marquee/platform/graphql-scalars/safe-int-scalar.js";
import type { Resolvers } from "../generated/resolvers.js";
import type { ProfileStore } from "../store/profile-store.js";
import type { AccountServices } from "../use-cases/account-services.js";
import { mutationResolvers } from "./mutation.js";
import { queryResolvers } from "./query.js";
import { userResolvers } from "./user.js";

export function createResolvers(services: AccountServices & { profiles: ProfileStore }): Resolvers {
  return {
    DateTime: dateTimeScalar,
    SafeInt: safeIntScalar,
    Node: { __resolveType: () => "User" },
    Query: queryResolvers(services),
    Mutation: mutationResolvers(services),
    User: userResolvers,
  };
}
