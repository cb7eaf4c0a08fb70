/** `{data, errors}` as JSON, written once and sent to every subscriber. */
export class LivePayload {
  readonly json: string;
  /** What a transport made of it last, and for whom, so that the next one of the same kind takes it as it is. */
  framed: { readonly head: string; readonly frame: Buffer } | undefined;
  #bytes: Buffer | undefined;

  constructor(json: string) {
    this.json = json;
  }

  /** UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.json);
    return this.#bytes;
  }
}
