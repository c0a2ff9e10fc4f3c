import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Refusal } from "../http/refusal.ts";

/** Answers a CONNECT that wasn't answered yet. */
export function refuseConnect(socket: Duplex, { kind, httpStatus, message, retryAfterSeconds }: Refusal): void {
  // A proxy asks for its own password with a status of its own.
  const status = kind === "unauthenticated" ? 407 : httpStatus;
  const text = `${message}\n`;
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: text/plain; charset=utf-8",
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
    ...(status === 407 ? ['proxy-authenticate: Basic realm="catalyst"'] : []),
    ...(retryAfterSeconds === null ? [] : [`retry-after: ${retryAfterSeconds}`]),
  ];
  // A client that keeps its side open would keep the connection for ever: the HTTP server has let go of it.
  socket.end(`${headers.join("\r\n")}\r\n\r\n${text}`, () => socket.destroy());
  socket.resume();
}
