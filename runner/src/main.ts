/** Lives in the environment, beside the agent. It ends with one of RUNNER_EXIT_CODES, `done` once everything is acknowledged. */
import { agentAddressOf, GATEWAY_PORT_INSIDE, type Job, RUNNER_EXIT_CODES } from "@catalyst/core";
import { createEventSpool, GrantEnded } from "./events/event-spool.ts";
import { forwardGateway } from "./gateway/forward-gateway.ts";
import { GatewayOutage } from "./gateway/outage.ts";
import { watchStop } from "./gateway/watch-stop.ts";
import { type JobSource, keeperSource, podSource } from "./job-source.ts";
import { readPodPlace } from "./pod/read-place.ts";
import { IsolationLost } from "./pod/watch-isolation.ts";
import { MemoryStalled } from "./pod/watch-memory.ts";
import { runJob } from "./run-job.ts";

/** Does the job on standard input. Whoever loads the runner has it begin by this, where it isn't the program itself. */
export async function start(): Promise<never> {
  process.umask(0o022);
  // The environment has no /etc/localtime: looking for its time zone, among all that there are, took the first date 18 ms.
  process.env.TZ = "UTC";
  const stop = new AbortController();
  process.on("SIGTERM", () => stop.abort());
  process.on("SIGINT", () => stop.abort());

  try {
    const place = readPodPlace(process.env);
    const source = place === null ? keeperSource(process.stdin) : podSource(place);
    const job = await source.take(stop.signal);
    process.exit(job === null ? RUNNER_EXIT_CODES.done : await run(job, source, stop.signal));
  } catch (error) {
    process.exit(tellFailure(error));
  }
}

async function run(job: Job, source: JobSource, stop: AbortSignal): Promise<number> {
  let exitCode: (typeof RUNNER_EXIT_CODES)[keyof typeof RUNNER_EXIT_CODES];
  try {
    exitCode = await perform(job, [stop, ...source.watch(job)]);
  } catch (error) {
    exitCode = tellFailure(error);
  }
  return source.end(job, exitCode);
}

async function perform(job: Job, watched: AbortSignal[]) {
  const { gateway, token } = job;
  await forwardGateway({ port: GATEWAY_PORT_INSIDE, gateway: agentAddressOf(gateway) });
  const access = { gateway, token };
  const spool = createEventSpool(access);
  const isMetered = job.stage === "agent" && job.agent.provider !== null;
  const stopped = isMetered ? [watchStop(access)] : [];
  const signal = AbortSignal.any([spool.ended, ...stopped, ...watched]);
  const end = await runJob({ job, spool, signal });
  throwIf(watched, IsolationLost);
  await spool.flush();
  throwIf(watched, MemoryStalled);
  if (end.reason !== undefined) {
    process.stderr.write(`${end.reason}\n`);
  }
  return RUNNER_EXIT_CODES[end.kind];
}

function throwIf(watched: AbortSignal[], kind: typeof IsolationLost | typeof MemoryStalled): void {
  const ended = watched.find(({ reason }) => reason instanceof kind);
  if (ended !== undefined) {
    throw ended.reason;
  }
}

function tellFailure(error: unknown) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return RUNNER_EXIT_CODES[endOf(error)];
}

function endOf(error: unknown): keyof typeof RUNNER_EXIT_CODES {
  if (error instanceof GrantEnded) {
    return "grantEnded";
  }
  if (error instanceof IsolationLost) {
    return "isolationLost";
  }
  if (error instanceof MemoryStalled) {
    return "outOfMemory";
  }
  return error instanceof GatewayOutage ? "outage" : "fault";
}

if (import.meta.main) {
  await start();
}
