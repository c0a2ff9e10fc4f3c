import { CatalystError } from "@catalyst/core/apart/cluster";
import type { ClusterAccess } from "./cluster-access.ts";

interface Applied {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  rejectUnauthorized?: boolean;
  headers?: Record<string, unknown>;
}

/**
 * As the file says, and with what it names: certificates, tokens, programs that get them. `context`: another one than its own.
 * Throws `invalid_configuration` for what isn't one, or doesn't want to know whom it speaks to.
 */
export async function accessFromKubeconfig(path: string, context: string | null = null): Promise<ClusterAccess> {
  // It brings every kind of object that Kubernetes has, which whoever runs in a pod needs none of.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const apply = async (): Promise<Applied> => {
    const applied: Applied = {};
    await config.applyToHTTPSOptions(applied as Parameters<typeof config.applyToHTTPSOptions>[0]);
    return applied;
  };
  try {
    config.loadFromFile(path);
    if (context !== null) {
      config.setCurrentContext(context);
    }
    const cluster = config.getCurrentCluster();
    if (cluster === null) {
      throw new Error(`it has no cluster for the context ${config.getCurrentContext()}`);
    }
    if (cluster.skipTLSVerify) {
      throw new Error(
        "it says not to check the cluster's certificate, and what is sent there is for the cluster alone",
      );
    }
    const { ca, cert, key } = await apply();
    return {
      address: cluster.server,
      authority: ca === undefined ? null : String(ca),
      certificate: cert === undefined || key === undefined ? null : { certificate: String(cert), key: String(key) },
      headers: async () => headersOf(await apply()),
    };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "there is no such file" : message;
    throw new CatalystError("invalid_configuration", `Reading the kubeconfig ${path} failed: ${problem}`, { cause });
  }
}

function headersOf({ headers = {} }: Applied): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
