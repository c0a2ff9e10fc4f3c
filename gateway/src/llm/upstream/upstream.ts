import type { AgentCredential } from "@catalyst/core";
import { type AddressKind, checkAddress, guardedLookup, lookUpOurs, type ResolveName } from "@catalyst/machine";
import { Agent, type Dispatcher } from "undici";
import type { GatewayDeps } from "../../gateway-deps.ts";

const MAX_HEADER_BYTES = 32 * 1024;
const PUBLIC: readonly AddressKind[] = ["public"];
/** No model is a metadata service. */
const PRIVATE_TOO: readonly AddressKind[] = ["public", "private"];

/** The connections to providers. Redirects are never followed: undici hands them over like any other answer. */
export interface Upstreams {
  /**
   * What a credential's requests to this address are sent over. The provider's own hosts are on the internet; a base URL may lead to
   * this machine and private networks where whose credential it is may. What is dialled is checked, so that a name can't lead
   * elsewhere; throws a ForbiddenAddressError for an address in a name's place.
   */
  to(url: URL, credential: Pick<AgentCredential, "userId" | "baseUrl">): Dispatcher;
  close(): Promise<void>;
}

export function createUpstreams({
  limits,
  isPrivateAllowed,
}: Pick<GatewayDeps, "limits" | "isPrivateAllowed">): Upstreams {
  const open = (kinds: readonly AddressKind[], resolve?: ResolveName) =>
    new Agent({
      allowH2: false,
      headersTimeout: limits.upstreamFirstByteSeconds * 1000,
      bodyTimeout: limits.upstreamIdleSeconds * 1000,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: { timeout: limits.upstreamConnectSeconds * 1000, lookup: guardedLookup(kinds, resolve) },
    });
  const ofProviders = open(PUBLIC, lookUpOurs);
  const [onInternet, anywhere] = [open(PUBLIC), open(PRIVATE_TOO)];
  return {
    to({ hostname }, { userId, baseUrl }) {
      const mayBePrivate = baseUrl !== null && isPrivateAllowed({ userId, hostname });
      checkAddress(hostname, mayBePrivate ? PRIVATE_TOO : PUBLIC);
      if (baseUrl === null) {
        return ofProviders;
      }
      return mayBePrivate ? anywhere : onInternet;
    },
    close: async () => {
      await Promise.all([ofProviders, onInternet, anywhere].map((agent) => agent.destroy()));
    },
  };
}
