import type { Target } from "./target.ts";

const { connect } = process.getBuiltinModule("node:net");

/** A name that everybody has, asked for as resolvers do: who answers anything is reached. */
const DNS_QUESTION = Buffer.from("0c0d01000001000000000000076578616d706c6503636f6d0000010001", "hex");
const UDP_TRIES = 2;

/**
 * Whether somebody answers there within this time. A refusal is none: policies refuse, too, in the name of whom they keep away.
 */
export function isReached(target: Target, milliseconds: number): Promise<boolean> {
  return target.protocol === "tcp" ? isConnected(target, milliseconds) : isAnswered(target, milliseconds);
}

function isConnected({ host, port }: Target, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => end(false), milliseconds);
    const end = (isThere: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

async function isAnswered({ host, port }: Target, milliseconds: number): Promise<boolean> {
  const { createSocket } = process.getBuiltinModule("node:dgram");
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once("message", () => resolve(true));
      socket.once("error", () => resolve(false));
      // What is lost once is no proof.
      for (let attempt = 0; attempt < UDP_TRIES; attempt++) {
        setTimeout(() => socket.send(DNS_QUESTION, port, host, () => undefined), (attempt * milliseconds) / UDP_TRIES);
      }
      setTimeout(() => resolve(false), milliseconds);
    });
  } finally {
    socket.close();
  }
}
