/**
 * A process that was started with a channel to whoever started it ends in order when that one is gone, killed or not: it would
 * else go on beside the next that is started for the same work. Does nothing where there is no channel.
 */
export function endWithParent(): void {
  if (process.channel === undefined) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The listener alone would keep a process that is done.
  process.channel?.unref();
}
