import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { decodeBody } from "./decode-body.ts";
import { encodePacket, FLUSH_PACKET } from "./pkt-line.ts";
import { runGitService } from "./run-git-service.ts";
import { takePush } from "./take-push.ts";

/** Where the environment's one repository is. */
export const GIT_PATH = "/git/repository.git";

const SERVICES = { "git-upload-pack": "fetch", "git-receive-pack": "push" } as const;
type ServiceName = keyof typeof SERVICES;

const PROTOCOL = /^version=[012]$/;

/** Git's smart HTTP protocol (gitprotocol-http(5)): fetch from the mirror, push to the execution's quarantine. */
export async function handleGit(exchange: Exchange): Promise<void> {
  const { request, target } = exchange;
  const path = target.path.slice(GIT_PATH.length);
  const service = path === "/info/refs" ? target.query.get("service") : path.slice(1);
  if (!isService(service)) {
    throw new Refusal("forbidden", "Only fetch and push of the task's repository over smart HTTP are served here.", {
      blockedAction: `${request.method} ${target.path}`,
    });
  }
  if (path === "/info/refs" && request.method === "GET") {
    return advertise(exchange, service);
  }
  if (path !== "/info/refs" && request.method === "POST" && target.query.size === 0) {
    return serve(exchange, service);
  }
  throw new Refusal(
    "invalid_request",
    "Git's smart HTTP protocol asks for references with GET and runs a service with POST.",
  );
}

function isService(name: string | undefined): name is ServiceName {
  return name !== undefined && Object.hasOwn(SERVICES, name);
}

async function advertise(exchange: Exchange, service: ServiceName): Promise<void> {
  const protocol = protocolOf(exchange);
  await runGitService(exchange, {
    kind: SERVICES[service],
    push: null,
    isAdvertisement: true,
    protocol,
    contentType: `application/x-${service}-advertisement`,
    // Version 2 does without the announcement, as git http-backend does.
    prefix:
      protocol === "version=2"
        ? Buffer.alloc(0)
        : Buffer.concat([encodePacket(`# service=${service}\n`), FLUSH_PACKET]),
    input: null,
  });
}

async function serve(exchange: Exchange, service: ServiceName): Promise<void> {
  const { request, deps } = exchange;
  if (request.headers["content-type"] !== `application/x-${service}-request`) {
    throw new Refusal("invalid_request", `The content type is not that of a ${service} request.`);
  }
  const run = {
    isAdvertisement: false,
    protocol: protocolOf(exchange),
    contentType: `application/x-${service}-result`,
    prefix: Buffer.alloc(0),
  };
  if (SERVICES[service] === "push") {
    // What is larger is told so by git; what is much larger isn't even read.
    const input = decodeBody(request, deps.limits.maxPushBytes * 2);
    await takePush(exchange, { ...run, kind: "push", input });
  } else {
    const input = decodeBody(request, deps.limits.maxFetchBodyBytes, {
      blockedAction: "git request beyond the size limit",
    });
    await runGitService(exchange, { ...run, kind: "fetch", push: null, input });
  }
}

function protocolOf({ request }: Exchange): string | null {
  const header = request.headers["git-protocol"];
  return typeof header === "string" && PROTOCOL.test(header) ? header : null;
}
