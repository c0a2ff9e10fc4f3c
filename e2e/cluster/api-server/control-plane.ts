import { join } from "node:path";

/** Where the parts of one control plane find each other. */
export interface ControlPlane {
  folder: string;
  etcdPort: number;
  etcdPeerPort: number;
  apiPort: number;
  /** The address that the API server listens on: loopback, or one that a node reaches. */
  host: string;
  /** Whether there are real nodes: what is theirs is then done as anywhere. */
  hasNodes: boolean;
}

/** The host that all other parts listen on. */
export const LOOPBACK = "127.0.0.1";

/** The addresses of services. */
export const SERVICES = "10.96.0.0/16";

/** The addresses of pods. */
export const PODS = "10.244.0.0/16";

export function etcdFlags({ folder, etcdPort, etcdPeerPort }: ControlPlane): Record<string, string> {
  const client = `http://${LOOPBACK}:${etcdPort}`;
  const peer = `http://${LOOPBACK}:${etcdPeerPort}`;
  return {
    "data-dir": join(folder, "etcd"),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
    // Nothing of it is to be there after the test.
    "unsafe-no-fsync": "true",
  };
}

export function apiServerFlags({ folder, etcdPort, apiPort, host, hasNodes }: ControlPlane): Record<string, string> {
  const key = join(folder, "service-accounts.pem");
  return {
    "etcd-servers": `http://${LOOPBACK}:${etcdPort}`,
    "bind-address": host,
    "secure-port": String(apiPort),
    // It makes a certificate for itself there.
    "cert-dir": folder,
    "token-auth-file": join(folder, "tokens.csv"),
    "anonymous-auth": "false",
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-account-signing-key-file": key,
    "service-account-key-file": key,
    "service-cluster-ip-range": SERVICES,
    // An address of loopback can't be its service's endpoint, and nobody there dials that.
    "endpoint-reconciler-type": hasNodes ? "lease" : "none",
  };
}

export function controllersFlags({ folder, hasNodes }: ControlPlane): Record<string, string> {
  const kubeconfig = join(folder, "controllers.json");
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "cert-dir": folder,
    // Where nodes are played these would end the pods of what isn't there.
    controllers: hasNodes
      ? "*"
      : "*,-pod-garbage-collector-controller,-node-lifecycle-controller,-taint-eviction-controller",
    ...(hasNodes ? { "allocate-node-cidrs": "true", "cluster-cidr": PODS, "node-cidr-mask-size": "24" } : {}),
    // Nobody asks it anything.
    "secure-port": "0",
    "leader-elect": "false",
    "use-service-account-credentials": "true",
    "service-account-private-key-file": join(folder, "service-accounts.pem"),
    "root-ca-file": join(folder, "apiserver.crt"),
    "kube-api-qps": "300",
    "kube-api-burst": "600",
  };
}

export function schedulerFlags({ folder }: ControlPlane): Record<string, string> {
  const kubeconfig = join(folder, "scheduler.json");
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "cert-dir": folder,
    "secure-port": "0",
    "leader-elect": "false",
    "kube-api-qps": "300",
    "kube-api-burst": "600",
  };
}
