/**
 * A process that was started with a channel to whoever started it ends at once when that one is gone, killed or not: it would
 * else go on, or wait for a log that is away, beside the next that is started for the same work. What is loaded stands. Does nothing where there is no channel.
 */
export function endWithParent(): void {
  // Gone before this one had begun to listen.
  if (process.connected === false) process.exit(1);
  if (process.channel === undefined) return;
  process.once("disconnect", () => process.exit(1));
  // The listener alone would keep a process that is done.
  process.channel?.unref();
}
