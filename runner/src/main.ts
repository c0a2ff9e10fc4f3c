/**
 * Lives in the environment, beside the agent. Exit codes: 0 the agent ended and everything is acknowledged, whatever
 * the agent's own end; 1 a fault of the runner; 3 the gateway refuses the token.
 */
import { ENVIRONMENT_PATHS, GATEWAY_PORT_INSIDE, GATEWAY_URL_INSIDE } from "@catalyst/core";
import { createEventSpool, GrantEnded } from "./event-spool.ts";
import { forwardGateway } from "./forward-gateway.ts";
import { readJob } from "./read-job.ts";
import { runJob } from "./run-job.ts";
import { watchStop } from "./watch-stop.ts";

process.umask(0o022);
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
process.on("SIGINT", () => stop.abort());

try {
  const job = await readJob(ENVIRONMENT_PATHS.job);
  await forwardGateway({ port: GATEWAY_PORT_INSIDE, socketPath: ENVIRONMENT_PATHS.gatewaySocket });
  const spool = createEventSpool({ url: GATEWAY_URL_INSIDE, token: job.token });
  const stopped = job.agent.provider === null ? [] : [watchStop({ url: GATEWAY_URL_INSIDE, token: job.token })];
  await runJob({ job, spool, signal: AbortSignal.any([stop.signal, spool.ended, ...stopped]) });
  await spool.flush();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof GrantEnded ? 3 : 1);
}
