// Ports for a set. The first one of the block is held by whoever starts the set, so that two starts never choose the same.
import { createServer } from "node:net";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { PORTS_PER_SET } from "./set-plan.js";

export interface Address {
  host: string;
  port: number;
}

export interface PortClaim {
  readonly portBase: number;
  release(): Promise<void>;
}

/** Below the ports that systems give to outgoing connections: one of those could take a port while its node is down. */
const LOWEST = 20_000;
const BLOCKS = 490;

/** A block whose ports are all free; `addressesFrom` says which ones the set needs. */
export async function claimFreePorts(
  addressesFrom: (portBase: number) => readonly Address[],
  random: () => number = Math.random,
): Promise<PortClaim> {
  const start = Math.floor(random() * BLOCKS);
  for (let tried = 0; tried < BLOCKS; tried++) {
    const portBase = LOWEST + ((start + tried) % BLOCKS) * PORTS_PER_SET;
    const claim = await claimBlock(portBase);
    if (claim === undefined) continue;
    if ((await firstTaken(addressesFrom(portBase))) === undefined) return claim;
    await claim.release();
  }
  throw new AppError("PORT_IN_USE", `No ${PORTS_PER_SET} free ports in a row were found from ${LOWEST} on.`);
}

/** The block that begins at this port. Throws PORT_IN_USE, naming the port that is taken. */
export async function claimPorts(portBase: number, addresses: readonly Address[]): Promise<PortClaim> {
  const claim = await claimBlock(portBase);
  if (claim === undefined) throw taken({ host: "127.0.0.1", port: portBase });
  const address = await firstTaken(addresses);
  if (address === undefined) return claim;
  await claim.release();
  throw taken(address);
}

function taken({ host, port }: Address): AppError {
  return new AppError(
    "PORT_IN_USE",
    `Port ${port} of ${host} is taken by another process: end that, or choose another --port-base.`,
  );
}

async function claimBlock(portBase: number): Promise<PortClaim | undefined> {
  const release = await listen({ host: "127.0.0.1", port: portBase });
  return release === undefined ? undefined : { portBase, release };
}

async function firstTaken(addresses: readonly Address[]): Promise<Address | undefined> {
  for (const address of addresses) {
    const release = await listen(address);
    if (release === undefined) return address;
    await release();
  }
  return undefined;
}

/** Undefined when the port is taken. */
function listen({ host, port }: Address): Promise<(() => Promise<void>) | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(unusable(host, port, error));
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

function unusable(host: string, port: number, error: NodeJS.ErrnoException): AppError {
  const hint =
    error.code === "EADDRNOTAVAIL" ? `: give this machine the address (macOS: sudo ifconfig lo0 alias ${host})` : "";
  return new AppError("CONFIG_INVALID", `Nothing can listen on ${host}:${port} (${error.code})${hint}.`, {
    cause: error,
  });
}
