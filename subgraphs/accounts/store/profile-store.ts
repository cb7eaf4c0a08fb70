import type { UserModel } from "../models.js";

/**
 * Public profiles, folded from marquee.users.v1. Each write carries its position; one that is older than what is stored for
 * that user changes nothing.
 */
export interface ProfileStore {
  /** At most one entry a user. */
  upsertMany(profiles: readonly ProfileUpsert[]): Promise<void>;
  /** Users that are not known are passed over. */
  retireMany(retirements: readonly { id: string; position: number }[]): Promise<void>;
  /** In any order, retired ones too; those that are not known are left out. */
  findByIds(ids: readonly string[]): Promise<UserModel[]>;
  /** Retired ones left out. */
  count(): Promise<number>;
}

export interface ProfileUpsert {
  id: string;
  name: string;
  position: number;
}
