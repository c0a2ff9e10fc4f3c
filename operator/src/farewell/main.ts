import { setTimeout as sleep } from "node:timers/promises";
import { accessFromPod, connectCluster } from "@catalyst/kubernetes";
import { sayFarewell } from "./say-farewell.ts";

/** What `helm uninstall` runs before anything goes: nothing of an environment stays. */
const { CATALYST_HOME_NAMESPACE: home = "", KUBERNETES_SERVICE_HOST: host = "", ...env } = process.env;
const connection = connectCluster(await accessFromPod({ host, port: env.KUBERNETES_SERVICE_PORT ?? "443" }));
try {
  const tell = (line: string) => void process.stdout.write(`${line}\n`);
  await sayFarewell({ connection, home, tell, pause: () => sleep(1000) });
} finally {
  await connection.close();
}
