import type { IncomingMessage, ServerResponse } from "node:http";
import { type Access, Moved, openRepository } from "../auth/access.ts";
import { type Caller, readToken } from "../auth/caller.ts";
import { Refusal } from "../door/refusal.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import type { GitRequest } from "./git-request.ts";
import { receivePush } from "./receive-push.ts";
import { serveGit } from "./serve-git.ts";

const FETCHES: Access = { permissions: ["contents"], level: "read", role: "read" };
const PUSHES: Access = { permissions: ["contents"], level: "write", role: "write" };

/** Answers git's own requests, after a look at the token that its password is. */
export async function answerGit(
  world: World,
  git: GitRequest,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  try {
    const caller = readBasic(world, exchange.request.headers.authorization);
    const repository = open(world, caller, git);
    if (git.service === "git-receive-pack" && !git.isAdvertisement) {
      await receivePush(world, { git, repository, caller }, exchange);
    } else {
      await serveGit(git, repository.folder, exchange);
    }
  } catch (error) {
    refuse(error, { response: exchange.response, url: exchange.request.url ?? "" });
  }
}

/** The name doesn't count, the password is a token. */
function readBasic(world: World, authorization: string | undefined): Caller {
  const encoded = /^basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) {
    return { kind: "nobody" };
  }
  const given = Buffer.from(encoded, "base64").toString("utf8");
  return readToken(world, given.slice(given.indexOf(":") + 1));
}

function open(world: World, caller: Caller, { owner, repo, service }: GitRequest): Repository {
  const access = service === "git-receive-pack" ? PUSHES : FETCHES;
  try {
    return openRepository(world, caller, { owner, repo, access });
  } catch (error) {
    // Git asks for a password only after a 401, so that nobody hears it for what may be private, too.
    throw caller.kind === "nobody" ? new Refusal(401, "Repository not found.") : error;
  }
}

function refuse(error: unknown, { response, url }: { response: ServerResponse; url: string }): void {
  if (error instanceof Moved) {
    // Git follows it, and goes on there.
    const below = url.split("/").slice(3).join("/");
    response.writeHead(301, { location: `/${fullName(error.repository)}.git/${below}` }).end();
    return;
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof Refusal ? error.answer.status : 500;
  const challenge = status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { "content-type": "text/plain", ...challenge });
  response.end(error instanceof Error ? error.message : String(error));
}
