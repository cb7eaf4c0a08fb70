import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";
import { createProfileProjection } from "./projection/profile-projection.js";
import type { AccountStores } from "./store/account-stores.js";

/** What fills the profile tables, in the serving process or in another. */
export function accountProjectorPlans(stores: Pick<AccountStores, "profileFold">): ProjectorPlan[] {
  return [{ projection: createProfileProjection(stores.profileFold) }];
}
