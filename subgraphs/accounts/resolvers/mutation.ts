import type { MutationResolvers } from "../generated/resolvers.js";
import type { AccountServices } from "../use-cases/account-services.js";
import { refreshSession } from "../use-cases/refresh-session.js";
import { register } from "../use-cases/register.js";
import { signIn } from "../use-cases/sign-in.js";
import { signOut } from "../use-cases/sign-out.js";

export function mutationResolvers(services: AccountServices): MutationResolvers {
  return {
    register: (_root, { input }) => register(services, input),
    signIn: (_root, { input }) => signIn(services, input),
    refreshSession: (_root, { refreshToken }) => refreshSession(services, refreshToken),
    signOut: (_root, { refreshToken }) => signOut(services, refreshToken),
  };
}
