/** What to do when a rebuild has ended. */
export function swapAdvice({ from, into, folded }: { from: string; into: string; folded: number }): string {
  return `
  Keyspace ${into} has everything that the projectors had folded when this began (${folded.toLocaleString("en")} messages).

  To serve from it:
    1. Run this once more, so that little is left to catch up with.
    2. Set CASSANDRA_FOLDED_KEYSPACE=${into} for every process, and restart them, projectors first: they go on exactly where
       this ended, and publish from there what they fold.
    3. When all run on ${into}: the folded tables in ${from} are no longer used.
  To go back, set CASSANDRA_FOLDED_KEYSPACE=${from} and restart: its groups go on where they were.

`;
}
