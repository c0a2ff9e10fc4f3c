/** Lives in the environment, beside the agent. It ends with one of RUNNER_EXIT_CODES, `done` once everything is acknowledged. */
import { agentAddressOf, GATEWAY_PORT_INSIDE, RUNNER_EXIT_CODES } from "@catalyst/core";
import { createEventSpool, GrantEnded } from "./events/event-spool.ts";
import { forwardGateway } from "./gateway/forward-gateway.ts";
import { GatewayOutage } from "./gateway/outage.ts";
import { proveGateway } from "./gateway/prove-gateway.ts";
import { watchStop } from "./gateway/watch-stop.ts";
import { readJob } from "./read-job.ts";
import { runJob } from "./run-job.ts";

process.umask(0o022);
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
process.on("SIGINT", () => stop.abort());

try {
  const job = await readJob(process.stdin);
  const { gateway, token } = job;
  await proveGateway(gateway, { signal: stop.signal });
  await forwardGateway({ port: GATEWAY_PORT_INSIDE, gateway: agentAddressOf(gateway) });
  const access = { gateway, token };
  const spool = createEventSpool(access);
  const isMetered = job.stage === "agent" && job.agent.provider !== null;
  const stopped = isMetered ? [watchStop(access)] : [];
  const end = await runJob({ job, spool, signal: AbortSignal.any([stop.signal, spool.ended, ...stopped]) });
  await spool.flush();
  if (end.reason !== undefined) {
    process.stderr.write(`${end.reason}\n`);
  }
  process.exit(RUNNER_EXIT_CODES[end.kind]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(RUNNER_EXIT_CODES[endOf(error)]);
}

function endOf(error: unknown): keyof typeof RUNNER_EXIT_CODES {
  if (error instanceof GrantEnded) {
    return "grantEnded";
  }
  return error instanceof GatewayOutage ? "outage" : "fault";
}
