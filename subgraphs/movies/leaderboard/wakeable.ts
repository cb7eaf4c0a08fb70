/** Lets one wait for what others tell it; what they tell before it waits is not lost. */
export class Wakeable {
  #awake = false;
  #resolve: () => void = () => {};

  wake(): void {
    this.#awake = true;
    this.#resolve();
  }

  /** Resolves when it was woken since it last resolved. */
  async whenAwake(): Promise<void> {
    if (!this.#awake) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
    }
    this.#awake = false;
  }
}
