/** What the profile projection decides from, and where it puts what it decided. */
export interface ProfileFoldStore {
  /** These users as they are stored, unknown ones left out; and the partition's count, read after them. */
  read(partition: number, userIds: readonly string[]): Promise<ProfileFold>;
  /**
   * Stores the count, and only when that is durable the profiles: so whatever is seen of a user has been counted. An older position
   * never overwrites a newer one. At most one entry a user.
   */
  write(partition: number, fold: ProfileFold): Promise<void>;
}

export interface ProfileFold {
  profiles: readonly StoredProfile[];
  count: UserCount;
}

export interface StoredProfile {
  id: string;
  name: string;
  retired: boolean;
  /** Of the event that it follows from. */
  position: number;
}

/** Of one partition of the log. */
export interface UserCount {
  /** Users that are known and not retired. */
  users: number;
  /** Counted up to here; -1 when nothing was. */
  position: number;
}
