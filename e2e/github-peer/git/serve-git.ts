import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import type { GitRequest } from "./git-request.ts";
import { GIT_ENV } from "./run-git.ts";

const MAX_HEADER_BYTES = 16_384;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** Lets `git http-backend` answer, which git brings along for this. Resolves when all is sent. */
export async function serveGit(git: GitRequest, folder: string, { request, response }: Exchange): Promise<void> {
  const child = spawn("git", ["http-backend"], {
    env: { ...GIT_ENV, ...describeRequest(git, folder, request) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  response.once("close", () => child.kill());
  // A client that goes away is none of the peer's faults.
  const sent = pipeline(request, child.stdin).catch(() => undefined);
  const answered = answer(child.stdout, response).catch(() => void response.destroy());
  await Promise.all([sent, answered, new Promise((resolve) => child.once("close", resolve))]);
}

export interface BackendAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** The same, with an answer that isn't sent yet. */
export async function runBackend(
  git: GitRequest,
  folder: string,
  { request, body }: { request: IncomingMessage; body: Buffer },
): Promise<BackendAnswer> {
  const { stdout } = await execa("git", ["http-backend"], {
    env: { ...GIT_ENV, ...describeRequest(git, folder, request), CONTENT_LENGTH: String(body.length) },
    ...{ extendEnv: false, input: body, encoding: "buffer", stderr: "ignore" },
  });
  const output = Buffer.from(stdout);
  const end = output.indexOf("\r\n\r\n");
  const { status, headers } = readHead(output.subarray(0, end).toString("latin1"));
  return { status, headers, body: output.subarray(end + 4) };
}

function describeRequest({ service, isAdvertisement, search }: GitRequest, folder: string, request: IncomingMessage) {
  const header = (name: string) => String(request.headers[name] ?? "");
  const length = request.headers["content-length"];
  return {
    GIT_HTTP_EXPORT_ALL: "1",
    GIT_PROJECT_ROOT: dirname(folder),
    PATH_INFO: `/${basename(folder)}/${isAdvertisement ? "info/refs" : service}`,
    QUERY_STRING: search,
    REQUEST_METHOD: request.method ?? "GET",
    CONTENT_TYPE: header("content-type"),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
    // The door has looked at the token: git needs a name to allow pushes.
    REMOTE_USER: "authorised",
    ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
  };
}

/** Passes on what a CGI program says: headers, an empty line, the body. */
async function answer(output: Readable, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  for await (const chunk of output) {
    if (response.headersSent) {
      await write(response, chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end >= 0) {
      const { status, headers } = readHead(head.subarray(0, end).toString("latin1"));
      response.writeHead(status, headers);
      await write(response, head.subarray(end + 4));
    } else if (head.length > MAX_HEADER_BYTES) {
      throw new Error("Git answered without headers.");
    }
  }
  if (!response.headersSent) {
    response.writeHead(500);
  }
  response.end();
}

function readHead(head: string) {
  const lines = head.split("\r\n").map((line) => line.split(/:\s*/, 2));
  const isStatus = ([name]: string[]) => name?.toLowerCase() === "status";
  const headers: Record<string, string> = Object.fromEntries(lines.filter((line) => !isStatus(line)));
  return { status: Number.parseInt(lines.find(isStatus)?.[1] ?? "200", 10), headers };
}

async function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  if (!response.write(chunk) && !response.destroyed) {
    await new Promise<void>((resolve) => {
      response.once("drain", resolve);
      response.once("close", resolve);
    });
  }
}
