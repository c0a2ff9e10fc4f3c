import { pipeline } from "node:stream/promises";
import { SETUP_CACHE_PATH, SETUP_DIGEST_HEADER } from "@catalyst/core";
import type { Exchange } from "../../exchange.ts";
import { Refusal } from "../../http/refusal.ts";
import { respondJson } from "../../http/respond.ts";

const KEY = /^[0-9a-f]{64}$/;
/** Of all environments together: each is up to some GiB, through one disk. */
const MAX_TRANSFERS = 8;

let transfers = 0;

/**
 * GET /setup-cache/<key> gives what an earlier setup of the repository left, PUT keeps what this one did. Both are for the runner of the stage that
 * runs files of a trusted commit, before anything else of the environment has begun, and for the key that its execution was planned with:
 * of what others' files make nothing comes here, and nothing from here to them but by that stage.
 */
export async function handleSetupCache(exchange: Exchange): Promise<void> {
  const { request, target, grant, deps } = exchange;
  const what = `${request.method} ${target.path}`;
  const key = target.path.slice(`${SETUP_CACHE_PATH}/`.length);
  const isKnown = (request.method === "GET" || request.method === "PUT") && KEY.test(key) && target.query.size === 0;
  if (!isKnown) {
    throw new Refusal("invalid_request", `A setup's result is had by GET, and kept by PUT ${SETUP_CACHE_PATH}/<key>.`);
  }
  const { executionId, stageNumber, stage, pod } = grant;
  const planned =
    pod === null || stage !== "setup" ? null : await deps.environmentJobs.findSetupKey(executionId, stageNumber);
  if (planned !== key) {
    const reason = "A setup's result is for the setup of an environment that was planned with its key.";
    throw new Refusal("forbidden", reason, { blockedAction: what });
  }
  if (transfers >= MAX_TRANSFERS) {
    throw new Refusal("rate_limited", "Too many setups' results are on their way.", { retryAfterSeconds: 2 });
  }
  transfers += 1;
  try {
    await (request.method === "GET" ? give(exchange, key) : keep(exchange, key));
  } finally {
    transfers -= 1;
  }
}

async function give({ response, grant, deps, signal, log }: Exchange, key: string): Promise<void> {
  const found = await deps.setupArchives.find({ repoId: grant.repoId, key });
  if (found === null) {
    throw new Refusal("not_found", "No setup's result is kept by this key.");
  }
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": found.bytes,
    [SETUP_DIGEST_HEADER]: found.digest,
    "cache-control": "no-store",
  });
  await pipeline(found.open(), response, { signal });
  log.info({ bytes: found.bytes }, "setup's result given");
}

async function keep({ request, response, grant, deps, signal, log }: Exchange, key: string): Promise<void> {
  const { repoId, executionId } = grant;
  // One that was cut off ends with an error, and is not kept.
  const abort = () => request.destroy();
  signal.addEventListener("abort", abort, { once: true });
  try {
    const isKept = await deps.setupArchives.keep({ repoId, key }, { id: executionId, content: request });
    log.info({ isKept }, "setup's result taken");
    respondJson(response, 200, { kept: isKept });
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
