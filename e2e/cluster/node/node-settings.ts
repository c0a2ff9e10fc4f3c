import { PODS } from "../api-server/control-plane.ts";
import { NODE } from "./node-place.ts";

/** The image of what holds a pod's namespaces: the smallest that we make. */
export const PAUSE_IMAGE = "localhost/catalyst/pause:1";

/** Where the node is told how it reaches a registry, in a folder of that one's name. It is read at each pull. */
export const REGISTRIES = "/run/registries";

/** As Debian's own, but for what this machine can't: it may not have the right to be spared when memory is short. */
export function containerdSettings(cniFolder: string): string {
  return `version = 2
oom_score = 0
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${REGISTRIES}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cniFolder}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;
}

/** Each pod has a link of its own to the node. */
export function cniSettings(): object {
  const ipam = {
    ...{ type: "host-local", dataDir: "/run/cni-addresses" },
    ...{ ranges: [[{ subnet: NODE.pods }]], routes: [{ dst: "0.0.0.0/0" }] },
  };
  return { cniVersion: "0.4.0", name: "pods", plugins: [{ type: "ptp", ipMasq: false, mtu: 1400, ipam }] };
}

export function kubeletSettings(): object {
  return {
    ...{ apiVersion: "kubelet.config.k8s.io/v1beta1", kind: "KubeletConfiguration" },
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: "Webhook" },
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    ...{ cgroupDriver: "cgroupfs", cgroupRoot: `/${NODE.name}` },
    // Machines that tests run on may have the first kind of control groups alone, and may forbid both of these.
    ...{ failCgroupV1: false, failSwapOn: false, oomScoreAdj: 0 },
    ...{ clusterDNS: ["10.96.0.10"], clusterDomain: "cluster.local", resolvConf: "/run/resolv.conf" },
    podPidsLimit: 256,
    // How much of a disk is used is looked at each minute, and tests wait for it.
    volumeStatsAggPeriod: "2s",
    evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
  };
}

export function proxySettings(kubeconfig: string): object {
  return {
    ...{ apiVersion: "kubeproxy.config.k8s.io/v1alpha1", kind: "KubeProxyConfiguration" },
    ...{ mode: "iptables", clusterCIDR: PODS, clientConnection: { kubeconfig } },
    // These are the machine's.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}
