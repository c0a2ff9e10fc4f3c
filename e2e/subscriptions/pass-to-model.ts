import { request as forward, type ServerResponse } from "node:http";
import type { Asked } from "../../gateway/src/testing/start-chatgpt.ts";

/** Has a scripted model answer what a provider was asked at this path. */
export function passToModel(modelUrl: string, path: string): (response: ServerResponse, asked: Asked) => void {
  return (response, { method, headers, body }) => {
    const { hostname, port } = new URL(modelUrl);
    const { authorization: _token, ...others } = headers;
    const passed = forward({ hostname, port, path, method, headers: others }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    passed.end(body);
  };
}
