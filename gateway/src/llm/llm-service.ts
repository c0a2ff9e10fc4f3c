import type { GatewayDeps } from "../gateway-deps.ts";
import { createInspector, type Inspector } from "./inspection/inspector.ts";
import { createLimitNotes, type LimitNotes } from "./subscription/limit-notes.ts";
import { createLoginRenewer, type LoginRenewer } from "./subscription/renew-login.ts";
import { createOpenedCredentials, type OpenedCredentials } from "./upstream/opened-credentials.ts";
import { createUpstreams, type Upstreams } from "./upstream/upstream.ts";

/** What requests to models stand on, for the gateway's life. */
export interface LlmService {
  upstreams: Upstreams;
  credentials: OpenedCredentials;
  inspector: Inspector;
  renewer: LoginRenewer;
  limits: LimitNotes;
  close(): Promise<void>;
}

export function createLlmService(deps: GatewayDeps): LlmService {
  const upstreams = createUpstreams(deps);
  const inspector = createInspector();
  const renewer = createLoginRenewer({ ...deps, upstreams });
  return {
    upstreams,
    credentials: createOpenedCredentials(deps),
    inspector,
    renewer,
    limits: createLimitNotes(deps),
    close: async () => {
      // Tokens that come for nobody are lost, and with them the login.
      await renewer.settle();
      await Promise.all([upstreams.close(), inspector.close()]);
    },
  };
}
