import { readFile } from "node:fs/promises";
import { CatalystError, exitCodeOfProcess } from "@catalyst/core/apart/cluster";
import {
  accessFromKubeconfig,
  accessFromPod,
  type ClusterAccess,
  ClusterFault,
  connectCluster,
} from "@catalyst/kubernetes";
import pino from "pino";
import { noteAnswers } from "./cluster/note-answers.ts";
import { type OperatorConfig, readConfig, readSettings } from "./config.ts";
import { tellEvents } from "./events/tell-events.ts";
import { followGateway } from "./gateway/follow-gateway.ts";
import { publishKeys } from "./gateway/publish-keys.ts";
import { openOperatorMetrics } from "./metrics/open-metrics.ts";
import { optionsOf } from "./settings/options-of.ts";
import { startOperator } from "./start-operator.ts";

/** It leads no more, and nothing of what it knows may count: a new process begins with nothing. */
const LOST_EXIT_CODE = 1;
/** Longer than a watch may say nothing. */
const SILENT_MILLISECONDS = 90_000;

const log = pino({ name: "operator" });

try {
  await runOperator(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = exitCodeOfProcess(error);
}

async function runOperator(config: OperatorConfig): Promise<void> {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  const { signal } = stop;
  const settings = await readFile(config.settingsPath, "utf8").then((text) => readSettings(text, config.settingsPath));
  const authority = await readFile(settings.gateway.authorityFile, "utf8");
  const connection = connectCluster(await accessTo(config.cluster));
  let answeredAt = performance.now();
  const watched = noteAnswers(connection, () => {
    answeredAt = performance.now();
  });
  const agents = Object.keys(settings.images.agents);
  const isClusterThere = () => performance.now() - answeredAt <= SILENT_MILLISECONDS;
  const metrics = await openOperatorMetrics(config.metrics, { agents, log, isClusterThere });
  const onFault = (fault: Error) => {
    metrics.measures.failed();
    const kind = fault instanceof ClusterFault ? fault.kind : "bug";
    log.warn({ kind, reason: fault.message, ...(kind === "bug" ? { stack: fault.stack } : {}) }, "tried again");
  };
  const common = { connection: watched, home: config.home, signal, onFault };
  metrics.noteReady(true);
  const gateway = await followGateway({ ...common, settings: settings.gateway });
  const publishing = publishKeys(common);
  if (gateway !== null) {
    const tell = tellEvents({ ...common, identity: config.identity });
    const options = optionsOf({ ...common, settings, gateway, authority, identity: config.identity });
    const end = await startOperator({
      ...options,
      measures: metrics.measures,
      onTold(environment, former) {
        metrics.measures.told(environment, former);
        tell(environment, former);
      },
    });
    log.info({ end }, "operator stopped");
    process.exitCode = end === "lost" ? LOST_EXIT_CODE : 0;
  }
  stop.abort();
  await publishing;
  metrics.noteReady(false);
  await Promise.all([metrics.close(), connection.close()]);
}

async function accessTo(cluster: OperatorConfig["cluster"]): Promise<ClusterAccess> {
  return cluster.kind === "pod" ? await accessFromPod(cluster) : await accessFromKubeconfig(cluster.path);
}
