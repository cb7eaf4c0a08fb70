import type { UserModel } from "../models.js";

/** Public profiles, folded from marquee.users.v1. */
export interface ProfileStore {
  /** In any order, retired ones too; those that are not known are left out. */
  findByIds(ids: readonly string[]): Promise<UserModel[]>;
  /** Retired ones left out. */
  count(): Promise<number>;
}
