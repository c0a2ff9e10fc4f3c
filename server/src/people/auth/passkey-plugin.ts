import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/**
 * Passkeys alone sign somebody in, so each time the device has to see that it is them (a finger, a PIN): the library asks for it and
 * takes it without.
 */
export function passkeyPlugin(publicUrl: string) {
  return passkey({
    rpName: "Catalyst",
    origin: publicUrl,
    schema: { passkey: { modelName: "passkeys" } },
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: async ({ verification }) => requireVerified(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: async ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
    },
  });
}

function requireVerified(isVerified: boolean | undefined): void {
  if (isVerified !== true) {
    throw new APIError("UNAUTHORIZED", { message: "That device didn't look who is in front of it." });
  }
}
