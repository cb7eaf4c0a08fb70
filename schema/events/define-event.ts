import { z } from "zod";

/** Thrown for a message that is no event of its topic; the message says which field is wrong and what was expected. */
export class EventUnreadable extends Error {
  override readonly name = "EventUnreadable";
}

export interface EventDefinition<Shape extends z.ZodRawShape> {
  /** Past tense; stands in the message as `type`. */
  type: string;
  /** Raised when a reader of the old form would misread the new one. */
  version: number;
  topic: string;
  shape: Shape;
  /** The message's key: decides the partition, and so the order. */
  key(event: z.output<z.ZodObject<Shape>>): string;
}

/** What every event carries. */
export const envelope = {
  /** Unique for what happened: the same fact sent twice has the same id. */
  eventId: z.string().min(1).max(300),
  /** When it happened, in milliseconds since 1970. */
  occurredAt: z.int().nonnegative(),
  /** Live feeds leave imports out unless asked. */
  origin: z.enum(["live", "import"]),
};

/** One kind of event: how it is named, keyed, written and read. */
export function defineEvent<const Type extends string, Shape extends z.ZodRawShape>(
  definition: EventDefinition<Shape> & { type: Type },
) {
  const { type, version, topic } = definition;
  const schema = z.object({ type: z.literal(type), version: z.literal(version), ...envelope, ...definition.shape });
  type Event = z.output<typeof schema>;
  return {
    type,
    version,
    topic,
    schema,
    /** Stamps type and version on the facts. */
    create: (facts: Omit<Event, "type" | "version">): Event => ({ type, version, ...facts }) as Event,
    /** What goes into the log. */
    encode: (event: Event): { key: string; value: string } => ({
      key: definition.key(event as z.output<z.ZodObject<Shape>>),
      value: JSON.stringify(event),
    }),
  };
}

interface Readable {
  type: string;
  version: number;
  schema: z.ZodType;
}

/** Reads a message of a topic that carries several kinds of event. Throws EventUnreadable. */
export function eventReader<const Definitions extends readonly Readable[]>(topic: string, definitions: Definitions) {
  const known = new Map(
    definitions.map((definition) => [`${definition.type} v${definition.version}`, definition.schema]),
  );
  return (value: string): z.output<Definitions[number]["schema"]> => {
    const raw = parseJson(topic, value);
    const name = `${String(raw.type)} v${String(raw.version)}`;
    const schema = known.get(name);
    if (schema === undefined) {
      throw new EventUnreadable(`${topic} carries ${[...known.keys()].join(", ")}; this message says it is ${name}`);
    }
    const result = schema.safeParse(raw);
    if (result.success) return result.data as z.output<Definitions[number]["schema"]>;
    throw new EventUnreadable(`${name}: ${describe(result.error)}`);
  };
}

function parseJson(topic: string, value: string): Record<string, unknown> {
  try {
    const raw: unknown = JSON.parse(value);
    if (typeof raw === "object" && raw !== null) return raw as Record<string, unknown>;
  } catch (cause) {
    throw new EventUnreadable(`${topic} carries JSON; this message is not: ${String((cause as Error).message)}`, {
      cause,
    });
  }
  throw new EventUnreadable(`${topic} carries JSON objects; this message is ${value.slice(0, 40)}`);
}

function describe(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "event"}: ${issue.message}`)
    .join("; ");
}
