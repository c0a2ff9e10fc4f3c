import { request as startRequest } from "node:http";
import { ApiError } from "./client/api-error.ts";
import { type ApiRequest, type ApiResponse, mediaTypeOf, type Transport } from "./client/transport.ts";

/** Over the socket of a server on this machine. */
export function unixSocketTransport(socketPath: string): Transport {
  return (request) =>
    new Promise((resolve, reject) => {
      const started = startRequest(optionsFor(request, socketPath), (message) => {
        resolve({
          status: message.statusCode ?? 0,
          contentType: mediaTypeOf(message.headers["content-type"]),
          body: message,
        } satisfies ApiResponse);
      });
      started.once("error", (cause) => {
        reject(new ApiError("unavailable", `Asking the server at ${socketPath} failed: ${cause.message}.`, { cause }));
      });
      started.end(request.body ?? undefined);
    });
}

function optionsFor({ method, path, headers, body, signal }: ApiRequest, socketPath: string) {
  const length = body === null ? {} : { "content-length": Buffer.byteLength(body) };
  return { socketPath, method, path, headers: { ...headers, ...length }, signal: signal ?? undefined };
}
