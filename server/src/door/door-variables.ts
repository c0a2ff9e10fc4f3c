import { ListenAddress, PublicUrl } from "@catalyst/core";
import { z } from "zod";
import { NO_PROXIES, TrustedProxies } from "./admission/trusted-proxies.ts";
import type { WebPlace } from "./front/web-place.ts";
import { isEverywhere } from "./listen/public-address.ts";
import type { DoorSettings } from "./open-door.ts";

const DEFAULT_LISTEN = "127.0.0.1:3210";

const File = z.string().startsWith("/", "must be an absolute path").optional();

/** What may be said of the port. */
export const DoorVariables = z
  .object({
    CATALYST_LISTEN: ListenAddress.optional(),
    CATALYST_PUBLIC_URL: PublicUrl.optional(),
    CATALYST_TLS_CERT_FILE: File,
    CATALYST_TLS_KEY_FILE: File,
    CATALYST_TRUSTED_PROXIES: TrustedProxies.optional(),
    CATALYST_WEB_URL: PublicUrl.optional(),
    CATALYST_WEB_SOCKET: File,
  })
  .superRefine(({ CATALYST_LISTEN: listen, CATALYST_PUBLIC_URL: url, ...tls }, context) => {
    if (listen != null && isEverywhere(listen.host) && url === undefined) {
      const message = `must be said: by which name is it meant that is reached on ${listen.host}`;
      context.addIssue({ code: "custom", path: ["CATALYST_PUBLIC_URL"], message });
    }
    if ((tls.CATALYST_TLS_CERT_FILE === undefined) !== (tls.CATALYST_TLS_KEY_FILE === undefined)) {
      const message = "must be said together with CATALYST_TLS_KEY_FILE, or neither";
      context.addIssue({ code: "custom", path: ["CATALYST_TLS_CERT_FILE"], message });
    }
  });

/** null: no port is opened. */
export function doorOf(variables: z.infer<typeof DoorVariables>): DoorSettings | null {
  const { CATALYST_LISTEN: said, CATALYST_TLS_CERT_FILE: certFile, CATALYST_TLS_KEY_FILE: keyFile } = variables;
  const listen = said === undefined ? ListenAddress.parse(DEFAULT_LISTEN) : said;
  return listen === null
    ? null
    : {
        listen,
        isSaid: said !== undefined,
        publicUrl: variables.CATALYST_PUBLIC_URL ?? null,
        tls: certFile === undefined || keyFile === undefined ? null : { certFile, keyFile },
        proxies: variables.CATALYST_TRUSTED_PROXIES ?? NO_PROXIES,
        web: webOf(variables),
      };
}

/** One that was said is meant, before the one that is started beside. */
function webOf({
  CATALYST_WEB_URL: url,
  CATALYST_WEB_SOCKET: socketPath,
}: z.infer<typeof DoorVariables>): WebPlace | null {
  if (url !== undefined) {
    return { url };
  }
  return socketPath === undefined ? null : { socketPath };
}
