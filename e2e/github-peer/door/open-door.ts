import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readCaller } from "../auth/caller.ts";
import { answerGit } from "../git/answer-git.ts";
import { readGitRequest } from "../git/git-request.ts";
import { answerGraphql } from "../graphql/answer-graphql.ts";
import { type Api, answerApi } from "./answer-api.ts";
import { answerPage } from "./answer-page.ts";
import { dressAnswer, stripPrefix } from "./enterprise.ts";
import { answerFault, type Faults, type FaultyAnswer } from "./faults.ts";
import { sendAnswer } from "./send-answer.ts";
import { whoCounts } from "./usage.ts";

export interface Door {
  address: string;
  close(): Promise<void>;
}

/** Listens on loopback for the API and for git, at a port that the machine picks. */
export async function openDoor(api: Api, faults: Faults): Promise<Door> {
  const server = createServer((request, response) => {
    // A client that goes away in the middle is none of the peer's faults.
    answer(api, faults, { request, response }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => close(server) };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

async function answer(api: Api, faults: Faults, { request, response }: Exchange): Promise<void> {
  const url = new URL(request.url ?? "/", api.world.address);
  const fault = faults.take(request.method ?? "GET", url.pathname);
  if (fault && fault.when !== "after") {
    await fault.until;
    if (fault.does !== "waits") {
      return meet(fault.does, { request, response });
    }
  }
  const git = readGitRequest(url);
  if (git) {
    return answerGit(api.world, git, { request, response });
  }
  const page = await answerPage(api.world, request, url);
  if (page) {
    sendAnswer(page, request, response);
    return;
  }
  const path = stripPrefix(api.world, url.pathname);
  if (path === null) {
    sendAnswer({ status: 404, mediaType: "text/html", body: "Not Found" }, request, response);
    return;
  }
  url.pathname = path;
  const isGraphql = path === "/graphql" && request.method === "POST";
  const answered = await (isGraphql ? answerGraphql(api, request) : answerApi(api, request, url));
  if (fault?.when === "after") {
    await fault.until;
    if (fault.does !== "waits") {
      return meet(fault.does, { request, response });
    }
  }
  const who = countedName(api, request);
  const { isUnchanged } = sendAnswer(
    dressAnswer(api.world, { ...answered, headers: { ...api.counter.headers(who), ...answered.headers } }),
    request,
    response,
  );
  if (isUnchanged) {
    api.counter.forgive(who);
  }
}

function countedName({ world }: Api, request: IncomingMessage): string {
  try {
    return whoCounts(readCaller(world, request.headers.authorization));
  } catch {
    return "nobody";
  }
}

function meet(does: FaultyAnswer | "cut", { request, response }: Exchange): void {
  if (does === "cut") {
    // A request that was read whole leaves its connection as it is.
    request.socket.destroy();
    return;
  }
  sendAnswer(answerFault(does), request, response);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
