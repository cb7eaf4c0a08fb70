/** What SimpleSnitch calls the only one there is. */
export const CASSANDRA_DATACENTER = "datacenter1";
