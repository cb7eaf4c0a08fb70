/** Thrown by a projection's `parse` for a message that it understands and can do nothing with. */
export class NotFoldable extends Error {
  override readonly name = "NotFoldable";
  /** Stands in the dead letter. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}
