/** Messages as bytes one after the other, and the numbers that say where each begins: nothing of them is escaped or parsed on the way. */
import { AppError } from "../errors/app-error.js";
import type { LogMessage, NewMessage } from "../event-log/event-log.js";

export interface Packed {
  /** A few for each message: the bytes of its key and of its value, then what is said of it beside them. */
  numbers: number[];
  body: Buffer;
}

/** Stands for a message that goes where its key does. */
const BY_KEY = -1;

/** Throws BAD_USER_INPUT for a partition that no topic has. */
export function packNew(messages: readonly NewMessage[]): Packed {
  return pack(messages, ({ partition }) => {
    if (partition === undefined) return [BY_KEY];
    if (Number.isSafeInteger(partition) && partition >= 0) return [partition];
    throw new AppError("BAD_USER_INPUT", `No topic has a partition ${partition}: they are numbered from 0.`);
  });
}

export function unpackNew(numbers: readonly number[], body: Buffer): NewMessage[] {
  return unpack(numbers, body, 1, (text, [partition = BY_KEY]) =>
    partition === BY_KEY ? text : { ...text, partition },
  );
}

export function packRead(messages: readonly LogMessage[]): Packed {
  return pack(messages, ({ position, appendedAt }) => [position, appendedAt]);
}

/** All of one partition. */
export function unpackRead(
  of: Pick<LogMessage, "topic" | "partition">,
  numbers: readonly number[],
  body: Buffer,
): LogMessage[] {
  return unpack(numbers, body, 2, (text, [position = 0, appendedAt = 0]) => ({
    topic: of.topic,
    partition: of.partition,
    position,
    ...text,
    appendedAt,
  }));
}

type Text = Pick<LogMessage, "key" | "value">;

function pack<Message extends Text>(messages: readonly Message[], beside: (message: Message) => number[]): Packed {
  const numbers: number[] = [];
  let bytes = 0;
  for (const message of messages) {
    const [key, value] = [Buffer.byteLength(message.key), Buffer.byteLength(message.value)];
    numbers.push(key, value, ...beside(message));
    bytes += key + value;
  }
  const body = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { key, value } of messages) {
    at += body.write(key, at);
    at += body.write(value, at);
  }
  return { numbers, body };
}

function unpack<Message>(
  numbers: readonly number[],
  body: Buffer,
  besideCount: number,
  make: (text: Text, beside: readonly number[]) => Message,
): Message[] {
  const messages: Message[] = [];
  let at = 0;
  const take = (bytes: number): string => {
    if (bytes < 0 || at + bytes > body.length) {
      throw new AppError("BAD_USER_INPUT", "A frame's body is shorter than its messages.");
    }
    at += bytes;
    return body.toString("utf8", at - bytes, at);
  };
  for (let index = 0; index < numbers.length; index += 2 + besideCount) {
    const key = take(numbers[index] ?? 0);
    const value = take(numbers[index + 1] ?? 0);
    messages.push(make({ key, value }, numbers.slice(index + 2, index + 2 + besideCount)));
  }
  return messages;
}
