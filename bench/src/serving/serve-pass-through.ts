/** `node serve-pass-through.ts <socket> <url>`: passes every request on as it comes, as the least that a gateway can do. */
import { Agent, createServer, request as startRequest } from "node:http";

const [socketPath = "", url = ""] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const agent = new Agent({ keepAlive: true });

createServer((request, response) => {
  const { method, url: path, headers } = request;
  const sent = startRequest({ agent, hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on("error", () => response.destroy());
  request.pipe(sent);
}).listen(socketPath, () => console.log(JSON.stringify({ sockets: [{ socketPath, token: "none" }] })));
