import { accessFromKubeconfig, accessFromPod, connectCluster, tryByHand } from "@catalyst/kubernetes";

/**
 * Tries whether the cluster isolates environments, as `helm test` does: makes one by hand, waits for what its probe says, tells that, and takes it away.
 * Ends with 0 where it is proven.
 */
const { CATALYST_HOME_NAMESPACE: home = "", CATALYST_TRIAL_AGENT: agent = "script", ...env } = process.env;
const {
  CATALYST_KUBECONFIG: kubeconfig,
  KUBERNETES_SERVICE_HOST: host = "",
  KUBERNETES_SERVICE_PORT: port = "443",
} = env;
const access = kubeconfig === undefined ? accessFromPod({ host, port }) : accessFromKubeconfig(kubeconfig);
const connection = connectCluster(await access);
try {
  const tried = await tryByHand({ connection, namespace: home, agent, className: "default" });
  const words = tried.isProven
    ? ["Isolation is proven.", ...tried.facts].join("\n")
    : `${tried.reason}: ${tried.message}`;
  process.stdout.write(`${words}\n`);
  process.exitCode = tried.isProven ? 0 : 1;
} finally {
  await connection.close();
}
