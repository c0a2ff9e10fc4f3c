import { ApiError } from "./client/api-error.ts";
import { type ApiRequest, type ApiResponse, mediaTypeOf, type Transport } from "./client/transport.ts";

/** Importing node:http as a module looks at all that it exports, WebSocket among it, which loads undici: 50 ms. */
const { request: startRequest } = process.getBuiltinModule("node:http");

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
