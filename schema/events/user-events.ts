import { eventReader } from "./define-event.js";
import { TOPICS } from "./topics.js";
import { UserProfileChanged } from "./user-profile-changed.js";
import { UserRetired } from "./user-retired.js";

/** Reads any event of marquee.users.v1. Throws EventUnreadable. */
export const readUserEvent = eventReader(TOPICS.users, [UserProfileChanged, UserRetired]);

export type UserLogEvent = ReturnType<typeof readUserEvent>;
