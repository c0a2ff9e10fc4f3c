import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { type Job, SETUP_CACHE_PATH } from "@catalyst/core";
import { dialGateway } from "../../gateway/dial-gateway.ts";

/** As `sendRequest` has it. */
const { request: openRequest } = process.getBuiltinModule("node:http");

export type ArchiveJob = Pick<Job, "gateway" | "token"> & { key: string };

/** Asks for an archive, or brings one, whose size nobody knows before its end. Resolves with the head of the answer. */
export async function exchangeArchive(
  { gateway, token, key }: ArchiveJob,
  { content, signal }: { content: Readable | null; signal: AbortSignal },
): Promise<IncomingMessage> {
  const { pipeline } = await import("node:stream/promises");
  const socket = await dialGateway(gateway, signal);
  const request = openRequest({
    ...{ createConnection: () => socket, method: content === null ? "GET" : "PUT", signal },
    path: `${SETUP_CACHE_PATH}/${key}`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("error", reject);
    request.once("response", resolve);
  });
  if (content === null) {
    request.end();
  } else {
    // What breaks it is told by the answer, or by there being none.
    await Promise.all([pipeline(content, request), answered]);
  }
  return answered;
}
