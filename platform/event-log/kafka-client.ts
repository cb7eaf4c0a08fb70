/** A kafkajs client of its own for each producer, consumer and admin: so each can be thrown away, sockets and all, when it misbehaves. */
import type { Socket } from "node:net";
import { connect as connectPlain, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import { type ISocketFactory, Kafka, type KafkaConfig, type LogEntry, logLevel, type SASLOptions } from "kafkajs";
import type { KafkaConnectionOptions, KafkaLimits } from "./kafka-options.js";
import { stopIdleRequestTimers } from "./kafka-request-queue.js";

export interface KafkaClient {
  readonly kafka: Kafka;
  /** Cuts every connection and lets no new one be made: nothing leaves it any more, whatever kafkajs still means to send again. */
  destroy(): void;
}

export interface KafkaClientOptions extends KafkaConnectionOptions {
  clientId: string;
  limits: KafkaLimits;
  /** How often a lost connection is tried again before whoever uses it is told. */
  retries: number;
  log(entry: LogEntry): void;
}

const KEEP_ALIVE_MS = 60_000;
const RETRY_PACE = { initialRetryTime: 50, maxRetryTime: 1_000, multiplier: 2, factor: 0.2 };

export function createKafkaClient(options: KafkaClientOptions): KafkaClient {
  stopIdleRequestTimers();
  const { limits, socketFactory = openSocket } = options;
  const sockets = new Set<Socket>();
  let destroyed = false;
  const config: KafkaConfig = {
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: limits.connectTimeoutMs,
    authenticationTimeout: limits.requestTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    retry: { ...RETRY_PACE, retries: options.retries },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => {
      if (!destroyed) options.log(entry);
    },
    socketFactory(args) {
      if (destroyed) throw new Error("this client was thrown away");
      const socket = socketFactory(args);
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      return socket;
    },
  };
  if (options.sasl !== undefined) config.sasl = { ...options.sasl } as SASLOptions;
  if (options.tls !== undefined) config.ssl = withoutUndefined(options.tls);
  return {
    kafka: new Kafka(config),
    destroy() {
      destroyed = true;
      for (const socket of sockets) socket.destroy(new Error("this client was thrown away"));
    },
  };
}

/** As kafkajs' own, without Nagle's delay. */
const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ ...(isIP(host) === 0 && { servername: host }), ...ssl, host, port }, onConnect)
    : connectPlain({ host, port }, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE_MS).setNoDelay(true);
};

function withoutUndefined(tls: object): object {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
