import type { GatewayLimits } from "../limits/gateway-limits.ts";
import { createInspector, type Inspector } from "./inspection/inspector.ts";
import { createUpstreams, type Upstreams } from "./upstream/upstream.ts";

/** What requests to models stand on, for the gateway's life. */
export interface LlmService {
  upstreams: Upstreams;
  inspector: Inspector;
  close(): Promise<void>;
}

export function createLlmService(limits: GatewayLimits): LlmService {
  const upstreams = createUpstreams(limits);
  const inspector = createInspector();
  return {
    upstreams,
    inspector,
    close: async () => {
      await Promise.all([upstreams.close(), inspector.close()]);
    },
  };
}
