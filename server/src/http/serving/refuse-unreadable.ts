import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { PROBLEM_TYPE } from "@catalyst/api";
import { problemOf, type Refusal } from "../problem-of.ts";

const REFUSALS: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: { code: "too_large", detail: "The request's headers are longer than the server reads." },
  ERR_HTTP_REQUEST_TIMEOUT: { code: "timed_out", detail: "The request didn't come to its end in time." },
};
const NO_HTTP: Refusal = { code: "invalid_input", detail: "What was sent is no HTTP request." };

/** Answers on the socket itself what can't be read as a request, as far as its client still reads. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  refuseOnSocket(socket, REFUSALS[error.code ?? ""] ?? NO_HTTP);
}

/** A client that wants to be connected to somebody else. */
export function refuseTunnel(_request: unknown, socket: Duplex): void {
  // From here on nobody else listens for what becomes of it.
  socket.on("error", () => socket.destroy());
  refuseOnSocket(socket, { code: "method_not_allowed", detail: "The server connects nobody with anybody else." });
}

function refuseOnSocket(socket: Duplex, refusal: Refusal): void {
  const problem = problemOf(refusal, randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title.replaceAll(/[^\x20-\x7e]/g, "")}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.requestId}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
