import { request as httpRequest, type IncomingHttpHeaders } from "node:http";

export interface TestRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
  /** Called with each piece of the answer as it arrives. */
  onData?: (chunk: string) => void;
  signal?: AbortSignal;
}

export interface TestResponse {
  httpStatus: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The answer broke off. */
  isCut: boolean;
}

/** One request over a gateway's socket, on a connection of its own. */
export function sendOver(
  socketPath: string,
  { method, path, headers = {}, body, onData, signal }: TestRequest,
): Promise<TestResponse> {
  const isRaw = typeof body === "string" || Buffer.isBuffer(body) || body === undefined;
  const payload = isRaw ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      socketPath,
      path,
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...(isRaw ? {} : { "content-type": "application/json" }), ...headers },
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    });
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        onData?.(chunk);
      });
      response.on("error", () => undefined);
      response.on("close", () =>
        resolve({ httpStatus: response.statusCode ?? 0, headers: response.headers, text, isCut: !response.complete }),
      );
    });
    request.end(payload);
  });
}
