import {
  Agent,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  request as startRequest,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { refuse } from "../../http/refuse.ts";
import type { ServerDeps } from "../../server-deps.ts";
import { VOUCHED_HEADER, type VouchedAddresses } from "../admission/vouched-addresses.ts";
import { passedOn } from "./hop-by-hop.ts";
import { limitBytes, TooManyBytes } from "./limit-bytes.ts";
import { showWaitingPage } from "./waiting-page.ts";
import type { WebPlace } from "./web-place.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const MAX_CONNECTIONS = 128;
const MAX_LISTENERS = 20;
/** What the door says itself. */
const OURS = [
  "content-security-policy",
  "content-security-policy-report-only",
  "strict-transport-security",
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "x-powered-by",
  "server",
  "x-request-id",
];
const AWAY = { code: "unavailable", detail: "The web app doesn't answer just now. Try again in a moment." } as const;

export interface WebProxyDeps extends Pick<ServerDeps, "limits" | "log"> {
  vouched: Pick<VouchedAddresses, "vouch">;
}

/** Has the web answer. As long as it isn't there, that is said instead. */
export function createWebProxy(web: WebPlace, { limits, log, vouched }: WebProxyDeps): RequestListener {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS, timeout: limits.idleSeconds * 1000 });
  const place = "url" in web ? { hostname: web.url.hostname, port: web.url.port } : web;
  return (request, response) => {
    const { method = "", url: path } = request;
    if (!METHODS.includes(method)) {
      response.setHeader("allow", METHODS.join(", "));
      refuse(response, { code: "method_not_allowed", detail: `What can be done here: ${METHODS.join(", ")}.` });
      return;
    }
    const headers = passedOn(request.rawHeaders, ["x-request-id", "expect"]);
    // The path, which Next tells no page: whoever signs in first comes back to it.
    headers.push("x-request-id", String(response.getHeader("x-request-id")), "x-forwarded-uri", path ?? "/");
    // It asks for the page's data from an address of its own.
    headers.push(VOUCHED_HEADER, vouched.vouch(String(request.headers["x-forwarded-for"])));
    if (request.headers["transfer-encoding"] !== undefined) {
      // Without it a body of no known length would follow a GET as if it were another request.
      headers.push("transfer-encoding", "chunked");
    }
    const asked = startRequest({ ...place, path, method, headers, agent, timeout: limits.answerSeconds * 1000 });
    asked.once("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.once("response", (answer) => void passAnswer(answer, response));
    response.once("close", () => asked.destroy());
    asked.once("error", (error: NodeJS.ErrnoException) => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
      } else {
        log.warn({ errorCode: error.code }, "web doesn't answer");
        showWaitingPage(request, response, AWAY);
      }
    });
    void passBody(request, asked, limits.maxBodyBytes).catch((error: Error) => {
      if (error instanceof TooManyBytes && !response.headersSent) {
        refuse(response, { code: "too_large", detail: error.message });
      }
      asked.destroy();
    });
  };
}

async function passBody(
  request: IncomingMessage,
  asked: ReturnType<typeof startRequest>,
  maxBytes: number,
): Promise<void> {
  await pipeline(request, limitBytes(maxBytes), asked);
}

async function passAnswer(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = passedOn(answer.rawHeaders, OURS);
  const names = headers.filter((_text, at) => at % 2 === 0);
  for (const name of names) {
    response.removeHeader(name);
  }
  for (const [at, name] of names.entries()) {
    response.appendHeader(name, headers[2 * at + 1] as string);
  }
  response.writeHead(answer.statusCode ?? 502);
  // A pipeline listens to the end of an answer in several ways, beside all who do already.
  response.setMaxListeners(MAX_LISTENERS);
  // A web that breaks off, or a client that left, ends the other.
  await pipeline(answer, response).catch(() => response.destroy());
}
