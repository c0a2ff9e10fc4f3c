import { createServer, type Server, request as startRequest } from "node:http";

export interface Behind {
  port: number;
  key: string;
}

/** A proxy on loopback that passes each request on as it came, with the key that its client can't send. Asked before, it waits. */
export function addKey(behind: Promise<Behind>): Promise<Server> {
  const proxy = createServer(async (request, response) => {
    const { port, key } = await behind;
    const { method, url: path, rawHeaders } = request;
    const headers = [...rawHeaders, "authorization", `Bearer ${key}`];
    const passed = startRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode as number, answer.rawHeaders);
      answer.on("error", () => response.destroy()).pipe(response);
    });
    passed.on("error", () => response.destroy());
    response.on("close", () => passed.destroy());
    request.pipe(passed);
  });
  return new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => resolve(proxy)));
}
