import { bearer, deviceAuthorization, magicLink } from "better-auth/plugins";
import { passkeyPlugin } from "./passkey-plugin.ts";

/** For the links and codes that stand for signing in until they are used. */
const LINK_SECONDS = 3600;
const DEVICE_MINUTES = 15;

/** The one client that signs in by a code: the CLI. */
const DEVICE_CLIENT = "catalyst-cli";

/** The ways to sign in beside passwords and forges. */
export function ownPlugins(publicUrl: string) {
  return [
    bearer({ requireSignature: true }),
    magicLink({ disableSignUp: true, expiresIn: LINK_SECONDS, storeToken: "hashed", sendMagicLink: handLink }),
    deviceAuthorization({
      expiresIn: `${DEVICE_MINUTES}m`,
      interval: "5s",
      verificationUri: "/sign-in/device",
      validateClient: (id) => id === DEVICE_CLIENT,
      schema: { deviceCode: { modelName: "deviceCodes" } },
    }),
    passkeyPlugin(publicUrl),
  ];
}

/** Who asks on this server gives a function that is handed the link, as nobody else may have it. */
function handLink({ url, metadata }: { url: string; metadata?: { hand?: (url: string) => void } }): void {
  metadata?.hand?.(url);
}
