import type { Server } from "node:http";
import { AppError } from "../errors/app-error.js";

export interface ListenOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** The environment variables that change host and port, for messages: "HOST", "PORT". */
  hostVariable: string;
  portVariable: string;
}

/** Starts to listen and resolves with the port. Throws PORT_IN_USE, or CONFIG_INVALID for an address that can't be had. */
export async function listen(server: Server, options: ListenOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(toAppError(error, options));
    server.once("error", onError);
    server.listen({ host: options.host, port: options.port }, () => {
      server.off("error", onError);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : options.port;
}

function toAppError(cause: NodeJS.ErrnoException, { host, port, hostVariable, portVariable }: ListenOptions): AppError {
  switch (cause.code) {
    case "EADDRINUSE":
      return new AppError(
        "PORT_IN_USE",
        `Port ${port} of ${host} is in use; stop what listens there, or set ${portVariable} to a free port.`,
        { cause },
      );
    case "EACCES":
      return new AppError(
        "CONFIG_INVALID",
        `This user may not listen on port ${port}; set ${portVariable} above 1023.`,
        {
          cause,
        },
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new AppError("CONFIG_INVALID", `${host} is no address of this machine; set ${hostVariable} to one.`, {
        cause,
      });
    default:
      return new AppError("INTERNAL_SERVER_ERROR", `Can't listen on ${host}:${port}: ${cause.message}`, { cause });
  }
}
