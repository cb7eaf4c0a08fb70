import type { UserResolvers } from "../generated/resolvers.js";

/** Every other field is the model's of the same name. */
export const userResolvers: UserResolvers = {
  __resolveReference: (reference, context) => context.users.load(reference.id),
};
